//! Mail over SMTP.

use std::net::{TcpListener, TcpStream};

use mailin::response;
use mailparse::{MailHeaderMap, parse_mail};
use miaohui_gateways::SendError;
use miaohui_gateways::mail::{Mail, MailSender, SmtpMail, SmtpSettings, SmtpSettingsError, SmtpTls};
use miaohui_kernel::Secret;

use crate::mail_server::{MailServer, ServerConfig};
use crate::{START_MS, test_mail};

fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".into(),
        port,
        tls: SmtpTls::None,
        username: None,
        password: None,
        from: "喵汇 <no-reply@miaohui.example>".into(),
        timeout_ms: 10_000,
    }
}

fn send(port: u16, mail: &Mail) -> Result<(), SendError> {
    SmtpMail::new(&settings(port)).unwrap().send(mail)
}

#[test]
fn a_mail_is_sent_as_written() {
    let server = MailServer::start();
    send(server.port, &test_mail()).unwrap();
    let [received] = &server.received()[..] else { panic!("one mail, not {:?}", server.received()) };
    assert_eq!(received.hello, "miaohui.example");
    assert_eq!(received.from, "no-reply@miaohui.example");
    assert_eq!(received.to, ["fan@example.org"]);
    assert!(received.data.is_ascii(), "the server need not support 8BITMIME");
    let mail = parse_mail(&received.data).unwrap();
    let header = |name: &str| mail.headers.get_first_value(name).unwrap();
    assert_eq!(header("Subject"), test_mail().subject);
    assert_eq!(header("From"), "喵汇 <no-reply@miaohui.example>");
    assert_eq!(header("To"), test_mail().to);
    assert_eq!(header("Date"), "Tue, 14 Nov 2023 22:13:20 +0000");
    assert_eq!(header("MIME-Version"), "1.0");
    assert_eq!(mail.ctype.mimetype, "text/plain");
    assert_eq!(mail.ctype.charset, "utf-8");
    assert_eq!(mail.get_body().unwrap().replace("\r\n", "\n").trim_end(), test_mail().text.trim_end());
}

#[test]
fn a_mail_with_html_has_both_parts() {
    let server = MailServer::start();
    let html = "<p>您的验证码是 <b>246810</b></p>";
    send(server.port, &Mail { html: html.into(), ..test_mail() }).unwrap();
    let received = &server.received()[0];
    assert!(received.data.is_ascii());
    let mail = parse_mail(&received.data).unwrap();
    assert_eq!(mail.ctype.mimetype, "multipart/alternative");
    let kinds: Vec<_> = mail.subparts.iter().map(|part| &*part.ctype.mimetype).collect();
    assert_eq!(kinds, ["text/plain", "text/html"]);
    assert!(mail.subparts[0].get_body().unwrap().starts_with("您的验证码"));
    assert_eq!(mail.subparts[1].get_body().unwrap().trim_end(), html);
}

#[test]
fn attempts_have_one_id_and_other_mails_another() {
    let server = MailServer::start();
    let other = Mail { to: "other@example.org".into(), ..test_mail() };
    let later = Mail { at: START_MS + 1, ..test_mail() };
    for mail in [test_mail(), test_mail(), other, later] {
        send(server.port, &mail).unwrap();
    }
    let id = |data: &[u8]| parse_mail(data).unwrap().headers.get_first_value("Message-ID").unwrap();
    let ids: Vec<String> = server.received().iter().map(|received| id(&received.data)).collect();
    assert!(ids[0].starts_with("<1700000000000.") && ids[0].ends_with("@miaohui.example>"), "{ids:?}");
    assert_eq!(ids[0], ids[1]);
    assert!(ids[0] != ids[2] && ids[0] != ids[3] && ids[2] != ids[3], "{ids:?}");
}

#[test]
fn a_subject_cannot_add_headers_or_a_body() {
    let server = MailServer::start();
    let subject = "hello\r\nBcc: victim@example.org\r\n\r\nanother body\r\n.\r\n";
    send(server.port, &Mail { subject: subject.into(), ..test_mail() }).unwrap();
    let received = &server.received()[0];
    assert_eq!(received.to, ["fan@example.org"]);
    let mail = parse_mail(&received.data).unwrap();
    assert_eq!(mail.headers.get_first_value("Bcc"), None);
    assert!(mail.get_body().unwrap().starts_with("您的验证码"));
}

#[test]
fn a_date_outside_the_range_of_the_header_is_clamped() {
    let server = MailServer::start();
    for at in [i64::MIN, -1, i64::MAX] {
        send(server.port, &Mail { at, ..test_mail() }).unwrap();
    }
    let date = |data: &[u8]| parse_mail(data).unwrap().headers.get_first_value("Date").unwrap();
    let dates: Vec<String> = server.received().iter().map(|received| date(&received.data)).collect();
    let (first, last) = ("Thu, 01 Jan 1970 00:00:00 +0000", "Fri, 31 Dec 9999 23:59:59 +0000");
    assert_eq!(dates, [first, first, last]);
}

#[test]
fn an_unknown_mailbox_is_a_final_failure() {
    for no in [response::NO_MAILBOX, response::BAD_MAILBOX] {
        let server =
            MailServer::start_with(ServerConfig { to_recipients: Some(no), ..ServerConfig::default() });
        let error = send(server.port, &test_mail()).unwrap_err();
        assert!(matches!(&error, SendError::Permanent(text) if text.contains("ailbox")), "{error:?}");
        assert!(server.received().is_empty());
    }
}

#[test]
fn a_server_error_is_a_temporary_failure() {
    for no in [response::INTERNAL_ERROR, response::NO_SERVICE, response::NO_STORAGE] {
        let server =
            MailServer::start_with(ServerConfig { to_recipients: Some(no), ..ServerConfig::default() });
        let error = send(server.port, &test_mail()).unwrap_err();
        assert!(matches!(error, SendError::Transient(_)), "{error:?}");
    }
}

#[test]
fn a_refused_connection_is_a_temporary_failure() {
    // The local port of a connection has no listener, and no other socket can get it meanwhile.
    let far = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(far.local_addr().unwrap()).unwrap();
    let port = near.local_addr().unwrap().port();
    let error = send(port, &test_mail()).unwrap_err();
    let SendError::Transient(text) = &error else { panic!("{error:?}") };
    assert!(text.starts_with(&format!("127.0.0.1:{port}: ")), "{text}");
}

#[test]
fn a_silent_server_times_out() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let hasty = SmtpSettings { timeout_ms: 50, ..settings(port) };
    let error = SmtpMail::new(&hasty).unwrap().send(&test_mail()).unwrap_err();
    assert!(matches!(error, SendError::Transient(_)), "{error:?}");
}

#[test]
fn an_invalid_address_is_a_final_failure() {
    let server = MailServer::start();
    for to in
        ["", "fan", "fan@", "a@example.org, b@example.org", "fan@example.org>\r\nRCPT TO:<x@example.org"]
    {
        let error = send(server.port, &Mail { to: to.into(), ..test_mail() }).unwrap_err();
        assert!(matches!(error, SendError::Permanent(_)), "{to}: {error:?}");
    }
    assert!(server.received().is_empty());
}

#[test]
fn the_client_authenticates() {
    let server = MailServer::start_with(ServerConfig {
        account: Some(("miaohui", "päss wörd")),
        ..ServerConfig::default()
    });
    let signed = |password: &str| SmtpSettings {
        username: Some("miaohui".into()),
        password: Some(Secret::new(password)),
        ..settings(server.port)
    };
    SmtpMail::new(&signed("päss wörd")).unwrap().send(&test_mail()).unwrap();
    assert_eq!(server.received().len(), 1);
    let sender = SmtpMail::new(&signed("wrong")).unwrap();
    assert!(!format!("{sender:?}{:?}", signed("wrong")).contains("wrong"));
    let error = sender.send(&test_mail()).unwrap_err();
    assert!(matches!(error, SendError::Transient(_)), "the password can be corrected: {error:?}");
}

#[test]
fn a_server_without_the_required_encryption_gets_no_mail() {
    let server = MailServer::start();
    for tls in [SmtpTls::StartTls, SmtpTls::Tls] {
        let sender = SmtpMail::new(&SmtpSettings { tls, ..settings(server.port) }).unwrap();
        let error = sender.send(&test_mail()).unwrap_err();
        assert!(matches!(error, SendError::Transient(_)), "{error:?}");
    }
    assert!(server.received().is_empty());
}

#[test]
fn invalid_settings_are_refused() {
    let refusal = |settings: SmtpSettings| SmtpMail::new(&settings).unwrap_err();
    for from in ["", "nobody", "Name <nobody>", "a@example.org, b@example.org"] {
        let error = refusal(SmtpSettings { from: from.into(), ..settings(25) });
        assert!(error.to_string().starts_with(&format!("the sender {from:?} is neither")), "{error}");
    }
    let error = refusal(SmtpSettings { username: Some("miaohui".into()), ..settings(25) });
    assert_eq!(error, SmtpSettingsError::Credentials);
    let error = refusal(SmtpSettings { password: Some(Secret::new("x")), ..settings(25) });
    assert_eq!(error, SmtpSettingsError::Credentials);
    assert_eq!(refusal(SmtpSettings { timeout_ms: 0, ..settings(25) }), SmtpSettingsError::Timeout);
}
