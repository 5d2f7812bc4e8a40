//! Mail over SMTP.

use std::net::{TcpListener, TcpStream};

use mailin::response;
use mailparse::{MailHeaderMap, parse_mail};
use miaohui_gateways::SendError;
use miaohui_gateways::mail::{Mail, MailSender, SmtpMail, SmtpSettings, SmtpSettingsError, SmtpTls};
use miaohui_kernel::Secret;

use crate::mail_server::{MailServer, Manners};
use crate::{START_MS, letter};

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
fn a_mail_arrives_as_it_was_written() {
    let server = MailServer::start();
    send(server.port, &letter()).unwrap();
    let [arrived] = &server.arrived()[..] else { panic!("one mail, not {:?}", server.arrived()) };
    assert_eq!(arrived.hello, "miaohui.example");
    assert_eq!(arrived.from, "no-reply@miaohui.example");
    assert_eq!(arrived.to, ["fan@example.org"]);
    assert!(arrived.data.is_ascii(), "no server needs to know 8BITMIME");
    let mail = parse_mail(&arrived.data).unwrap();
    let header = |name: &str| mail.headers.get_first_value(name).unwrap();
    assert_eq!(header("Subject"), letter().subject);
    assert_eq!(header("From"), "喵汇 <no-reply@miaohui.example>");
    assert_eq!(header("To"), letter().to);
    assert_eq!(header("Date"), "Tue, 14 Nov 2023 22:13:20 +0000");
    assert_eq!(header("MIME-Version"), "1.0");
    assert_eq!(mail.ctype.mimetype, "text/plain");
    assert_eq!(mail.ctype.charset, "utf-8");
    assert_eq!(mail.get_body().unwrap().replace("\r\n", "\n").trim_end(), letter().text.trim_end());
}

#[test]
fn a_try_has_the_id_of_the_one_before_and_another_mail_its_own() {
    let server = MailServer::start();
    let other = Mail { to: "other@example.org".into(), ..letter() };
    let later = Mail { at: START_MS + 1, ..letter() };
    for mail in [letter(), letter(), other, later] {
        send(server.port, &mail).unwrap();
    }
    let id = |data: &[u8]| parse_mail(data).unwrap().headers.get_first_value("Message-ID").unwrap();
    let ids: Vec<String> = server.arrived().iter().map(|arrived| id(&arrived.data)).collect();
    assert!(ids[0].starts_with("<1700000000000.") && ids[0].ends_with("@miaohui.example>"), "{ids:?}");
    assert_eq!(ids[0], ids[1]);
    assert!(ids[0] != ids[2] && ids[0] != ids[3] && ids[2] != ids[3], "{ids:?}");
}

#[test]
fn a_subject_cannot_add_headers_or_a_body() {
    let server = MailServer::start();
    let subject = "hello\r\nBcc: victim@example.org\r\n\r\nanother body\r\n.\r\n";
    send(server.port, &Mail { subject: subject.into(), ..letter() }).unwrap();
    let arrived = &server.arrived()[0];
    assert_eq!(arrived.to, ["fan@example.org"]);
    let mail = parse_mail(&arrived.data).unwrap();
    assert_eq!(mail.headers.get_first_value("Bcc"), None);
    assert!(mail.get_body().unwrap().starts_with("您的验证码"));
}

#[test]
fn dates_that_no_header_can_name_are_brought_near() {
    let server = MailServer::start();
    for at in [i64::MIN, -1, i64::MAX] {
        send(server.port, &Mail { at, ..letter() }).unwrap();
    }
    let date = |data: &[u8]| parse_mail(data).unwrap().headers.get_first_value("Date").unwrap();
    let dates: Vec<String> = server.arrived().iter().map(|arrived| date(&arrived.data)).collect();
    let (first, last) = ("Thu, 01 Jan 1970 00:00:00 +0000", "Fri, 31 Dec 9999 23:59:59 +0000");
    assert_eq!(dates, [first, first, last]);
}

#[test]
fn a_mailbox_that_is_not_there_ends_the_tries() {
    for no in [response::NO_MAILBOX, response::BAD_MAILBOX] {
        let server = MailServer::start_with(Manners { to_recipients: Some(no), ..Manners::default() });
        let error = send(server.port, &letter()).unwrap_err();
        assert!(matches!(&error, SendError::Permanent(text) if text.contains("ailbox")), "{error:?}");
        assert!(server.arrived().is_empty());
    }
}

#[test]
fn a_server_in_trouble_is_tried_again() {
    for no in [response::INTERNAL_ERROR, response::NO_SERVICE, response::NO_STORAGE] {
        let server = MailServer::start_with(Manners { to_recipients: Some(no), ..Manners::default() });
        let error = send(server.port, &letter()).unwrap_err();
        assert!(matches!(error, SendError::Transient(_)), "{error:?}");
    }
}

#[test]
fn a_port_where_nobody_listens_is_tried_again() {
    // The near end of a connection: nobody listens there, and nobody else is given it meanwhile.
    let far = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(far.local_addr().unwrap()).unwrap();
    let port = near.local_addr().unwrap().port();
    let error = send(port, &letter()).unwrap_err();
    let SendError::Transient(text) = &error else { panic!("{error:?}") };
    assert!(text.starts_with(&format!("127.0.0.1:{port}: ")), "{text}");
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let hasty = SmtpSettings { timeout_ms: 50, ..settings(port) };
    let error = SmtpMail::new(&hasty).unwrap().send(&letter()).unwrap_err();
    assert!(matches!(error, SendError::Transient(_)), "{error:?}");
}

#[test]
fn an_address_that_is_none_is_not_tried_again() {
    let server = MailServer::start();
    for to in
        ["", "fan", "fan@", "a@example.org, b@example.org", "fan@example.org>\r\nRCPT TO:<x@example.org"]
    {
        let error = send(server.port, &Mail { to: to.into(), ..letter() }).unwrap_err();
        assert!(matches!(error, SendError::Permanent(_)), "{to}: {error:?}");
    }
    assert!(server.arrived().is_empty());
}

#[test]
fn who_must_sign_in_does() {
    let server =
        MailServer::start_with(Manners { account: Some(("miaohui", "päss wörd")), ..Manners::default() });
    let signed = |password: &str| SmtpSettings {
        username: Some("miaohui".into()),
        password: Some(Secret::new(password)),
        ..settings(server.port)
    };
    SmtpMail::new(&signed("päss wörd")).unwrap().send(&letter()).unwrap();
    assert_eq!(server.arrived().len(), 1);
    let sender = SmtpMail::new(&signed("wrong")).unwrap();
    assert!(!format!("{sender:?}{:?}", signed("wrong")).contains("wrong"));
    let error = sender.send(&letter()).unwrap_err();
    assert!(matches!(error, SendError::Transient(_)), "a password can be mended: {error:?}");
}

#[test]
fn without_the_encryption_asked_for_nothing_is_sent() {
    let server = MailServer::start();
    for tls in [SmtpTls::StartTls, SmtpTls::Tls] {
        let sender = SmtpMail::new(&SmtpSettings { tls, ..settings(server.port) }).unwrap();
        let error = sender.send(&letter()).unwrap_err();
        assert!(matches!(error, SendError::Transient(_)), "{error:?}");
    }
    assert!(server.arrived().is_empty());
}

#[test]
fn settings_that_cannot_work_are_refused() {
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
