//! The configuration's sources, errors and secrets.

mod others;

use std::path::Path;

use clap::{CommandFactory, Parser};
use toml::{Table, Value};

use super::known_keys::{KeyType, KnownKeys};
use super::{Config, ConfigArgs, ConfigError, DEFAULT_FILE, LogFormat, redact_url};

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    config: ConfigArgs,
}

fn args(flags: &[&str]) -> ConfigArgs {
    Command::try_parse_from([&["miaohui"], flags].concat()).unwrap().config
}

/// Loads with this `miaohui.toml`, these variables and these flags.
fn load(file: &str, env: &[(&str, &str)], flags: &[&str]) -> Result<Config, ConfigError> {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("miaohui.toml"), file).unwrap();
    load_in(directory.path(), env, flags)
}

fn load_in(cwd: &Path, env: &[(&str, &str)], flags: &[&str]) -> Result<Config, ConfigError> {
    let env = env.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    Config::load(&args(flags), env, cwd)
}

/// The error of loading.
fn error_of(file: &str, env: &[(&str, &str)], flags: &[&str]) -> String {
    load(file, env, flags).unwrap_err().to_string()
}

/// The configuration as it is printed.
fn shown(config: &Config) -> Table {
    config.to_toml_redacted().unwrap().parse().unwrap()
}

/// The value of a dotted key.
fn look_up<'a>(table: &'a Table, key: &str) -> &'a Value {
    match key.split_once('.') {
        Some((section, rest)) if table[section].is_table() => {
            look_up(table[section].as_table().unwrap(), rest)
        }
        _ => &table[key],
    }
}

#[test]
fn the_defaults_are_the_default_file() {
    let directory = tempfile::tempdir().unwrap();
    let config = load_in(directory.path(), &[], &[]).unwrap();
    assert_eq!(shown(&config), DEFAULT_FILE.parse::<Table>().unwrap());
    assert_eq!(config, load(DEFAULT_FILE, &[], &[]).unwrap());
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.data_dir, Path::new("./data"));
    assert_eq!(config.community.mounts, ["/community", "/yuanyiapi"]);
    let help = Command::command().render_long_help().to_string();
    for default in [config.listen.to_string(), config.data_dir.display().to_string()] {
        assert!(help.contains(&format!("[default: {default}]")), "{help}");
    }
}

#[test]
fn a_commented_example_of_the_default_file_is_valid() {
    let file = DEFAULT_FILE.replace("#{", "{");
    let config = load(&file, &[], &[]).unwrap();
    assert_eq!(config.community.apps[0].name, "mobile");
}

#[test]
fn flags_override_variables_and_variables_override_the_file() {
    let file =
        "[log]\nlevel = 'error'\nformat = 'json'\n[limits]\nlogin_per_minute = 1\nsms_per_minute = 2\n";
    let env = [("MIAOHUI_LOG_LEVEL", "warn"), ("MIAOHUI_LIMITS_LOGIN_PER_MINUTE", "3"), ("PATH", "/bin")];
    let config = load(file, &env, &["--set", "log.level=debug"]).unwrap();
    assert_eq!(config.log.level, "debug");
    assert_eq!(config.limits.login_per_minute, 3);
    assert_eq!(config.limits.sms_per_minute, 2);
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!(config.limits.signup_per_minute, 10);
}

#[test]
fn a_later_set_overrides_an_earlier_one_and_a_named_flag_overrides_both() {
    let sets = ["--set", "listen=[::1]:1", "--set", "listen='[::1]:2'"];
    assert_eq!(load("", &[], &sets).unwrap().listen.to_string(), "[::1]:2");
    let flags = [&sets[..], &["--listen", "[::1]:3", "--data-dir", "/d"]].concat();
    let config = load("", &[("MIAOHUI_DATA_DIR", "/e")], &flags).unwrap();
    assert_eq!((config.listen.to_string().as_str(), config.data_dir.to_str()), ("[::1]:3", Some("/d")));
}

#[test]
fn any_source_enables_the_demo() {
    assert!(load("", &[], &["--demo"]).unwrap().demo);
    assert!(load("demo = true", &[], &[]).unwrap().demo);
    assert!(load("", &[("MIAOHUI_DEMO", "true")], &[]).unwrap().demo);
    assert!(load("demo = false", &[], &["--demo"]).unwrap().demo);
    assert!(!load("", &[], &[]).unwrap().demo);
}

#[test]
fn an_unknown_key_is_refused_with_a_suggestion() {
    let expected = "unknown key `community.app` in ./miaohui.toml; did you mean `community.apps`?";
    assert_eq!(error_of("[[community.app]]\nname = 'a'", &[], &[]), expected);
    assert_eq!(error_of("[community]\napp = []", &[], &[]), expected);
    assert_eq!(
        error_of("[limit]\nlogin_per_minute = 1", &[], &[]),
        "unknown key `limit` in ./miaohui.toml; did you mean `limits`?"
    );
    assert_eq!(
        error_of("login_per_minute = 1", &[], &[]),
        "unknown key `login_per_minute` in ./miaohui.toml; did you mean `limits.login_per_minute`?"
    );
    assert_eq!(
        error_of("[[community.apps]]\nname = 'a'\nsercet = 's'", &[], &[]),
        "unknown key `community.apps[0].sercet` in ./miaohui.toml; did you mean `community.apps[0].secret`?"
    );
    assert_eq!(
        error_of("", &[], &["--set", "log.levle=info"]),
        "unknown key `log.levle` in --set; did you mean `log.level`?"
    );
}

#[test]
fn an_unknown_variable_is_refused_with_a_suggestion() {
    assert_eq!(
        error_of("", &[("MIAOHUI_COMMUNITY_APP", "")], &[]),
        "unknown variable `MIAOHUI_COMMUNITY_APP` in the environment; did you mean `MIAOHUI_COMMUNITY_APPS`?"
    );
    load("", &[("MIAOHUI_TEST_POSTGRES", "x"), ("MIAOHUI_CONFIG", ""), ("MIAOHUI", "x")], &[]).unwrap();
}

#[test]
fn a_wrong_type_is_refused_with_its_key_origin_and_expected_type() {
    let key = "`limits.login_per_minute` in";
    let file = "[limits]\nlogin_per_minute = 'a lot'";
    assert_eq!(
        error_of(file, &[], &[]),
        format!("{key} ./miaohui.toml must be a whole number, not a string")
    );
    let variable = "MIAOHUI_LIMITS_LOGIN_PER_MINUTE";
    assert_eq!(
        error_of("", &[(variable, "many")], &[]),
        format!("{key} {variable} must be a whole number, not a string")
    );
    assert_eq!(
        error_of("", &[(variable, "-1")], &[]),
        format!("{key} {variable}: must be from 0 to 4294967295")
    );
    let cases = [
        ("log = 'info'", "`log` in ./miaohui.toml must be a section, not a string"),
        ("[listen]", "`listen` in ./miaohui.toml must be a string, not a table"),
        ("demo = 1", "`demo` in ./miaohui.toml must be true or false, not a whole number"),
        (
            "trusted_proxies = '::1'",
            "`trusted_proxies` in ./miaohui.toml must be a list of strings, not a string",
        ),
        (
            "trusted_proxies = [1]",
            "`trusted_proxies[0]` in ./miaohui.toml must be a string, not a whole number",
        ),
        ("community.apps = ['a']", "`community.apps[0]` in ./miaohui.toml must be a table, not a string"),
        (
            "community.apps = [{ name = 1 }]",
            "`community.apps[0].name` in ./miaohui.toml must be a string, not a whole number",
        ),
        ("community.apps = [{ name = 'a' }]", "`community.apps[0]` in ./miaohui.toml: `secret` is missing"),
    ];
    for (file, expected) in cases {
        assert_eq!(error_of(file, &[], &[]), expected);
    }
    let expected = "`log` in --set must be a section, not a string";
    assert_eq!(error_of("", &[], &["--set", "log=debug"]), expected);
}

#[test]
fn variables_set_lists_and_apps() {
    let env = [
        ("MIAOHUI_COMMUNITY_APPS", r#"[{name="app",secret="s"},{name="web",secret="t"}]"#),
        ("MIAOHUI_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
        ("MIAOHUI_COMMUNITY_MOUNTS", r#"["/a", "/b/c"]"#),
    ];
    let config = load("[[community.apps]]\nname = 'old'\nsecret = 'o'", &env, &[]).unwrap();
    let apps: Vec<_> = config.community.apps.iter().map(|app| (&*app.name, app.secret.expose())).collect();
    assert_eq!(apps, [("app", "s"), ("web", "t")]);
    let proxies: Vec<_> = config.trusted_proxies.iter().map(ToString::to_string).collect();
    assert_eq!(proxies, ["10.0.0.0/8", "::1/128"]);
    assert_eq!(config.community.mounts, ["/a", "/b/c"]);
    assert!(load("", &[("MIAOHUI_COMMUNITY_APPS", "")], &[]).unwrap().community.apps.is_empty());
    let broken = error_of("", &[("MIAOHUI_COMMUNITY_APPS", "[{name='a' secret='hunter2'}]")], &[]);
    assert!(broken.starts_with("`community.apps` in MIAOHUI_COMMUNITY_APPS: not a TOML list: "), "{broken}");
    assert!(!broken.contains("hunter2"), "{broken}");
}

#[test]
fn each_variable_sets_its_key_only() {
    let known = KnownKeys::read("", DEFAULT_FILE).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let defaults = shown(&load_in(directory.path(), &[], &[]).unwrap());
    for (key, key_type) in &known.types {
        let default = &known.defaults[key];
        let text = match (key_type, key.as_str()) {
            // It needs another key.
            (
                _,
                "backup.continuous"
                | "database.replicas"
                | "tls.certificate"
                | "tls.key"
                | "tls.redirect_listen"
                | "connections.proxy_protocol",
            ) => continue,
            (_, "traces.sample_per_mille") => "500".to_owned(),
            (_, "webhooks.no_verdict") => "queue".to_owned(),
            (KeyType::Integer, _) => (default.as_integer().unwrap() + 1).to_string(),
            (KeyType::Boolean, _) => (!default.as_bool().unwrap()).to_string(),
            (KeyType::Tables(keys), _) => {
                let pairs: Vec<String> = keys.iter().map(|key| format!("{key} = 'a'")).collect();
                format!("[{{ {} }}]", pairs.join(", "))
            }
            (_, "trusted_proxies") => "10.0.0.0/8".to_owned(),
            (_, "listen" | "operations_listen") => "[::]:80".to_owned(),
            (_, "database_url") => "postgres://host/database".to_owned(),
            (_, "public_url" | "crowdfunding.cors_origins") => "https://example.com".to_owned(),
            (_, "payment.proxy" | "sms.proxy" | "traces.endpoint") => "http://proxy:3128".to_owned(),
            (_, "log.format") => "human".to_owned(),
            (_, "log.level") => "info,miaohui_db=debug".to_owned(),
            (_, "sms.provider" | "sms.fallback") => "aliyun".to_owned(),
            (_, "sms.countries") => "852".to_owned(),
            // They need another key.
            (
                _,
                "mail.provider" | "media.store" | "media.s3.access_key_id" | "media.s3.secret_access_key",
            ) => {
                continue;
            }
            (_, "media.s3.bucket" | "media.s3.prefix") => "elsewhere".to_owned(),
            (_, "media.s3.endpoint" | "backup.s3.endpoint") => "https://s3.example.com".to_owned(),
            (_, "backup.at") => "03:30".to_owned(),
            (_, "backup.key") => "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=".to_owned(),
            (_, "mail.smtp_tls") => "none".to_owned(),
            _ => "/elsewhere".to_owned(),
        };
        let variable = super::env::variable(key);
        let changed = shown(&load_in(directory.path(), &[(&variable, &text)], &[]).unwrap());
        assert_ne!(look_up(&changed, key), default, "{variable}");
        for other in known.types.keys().filter(|other| *other != key) {
            assert_eq!(look_up(&changed, other), look_up(&defaults, other), "{variable} changed {other}");
        }
    }
}

#[test]
fn no_two_keys_share_a_variable() {
    let known = KnownKeys::read("", DEFAULT_FILE).unwrap();
    let variables: std::collections::BTreeSet<_> =
        known.types.keys().map(|key| super::env::variable(key)).collect();
    assert_eq!(variables.len(), known.types.len());
}

#[test]
fn secrets_are_never_shown() {
    let file = "database_url = 'postgres://miao:hunter2@host/db'\n[[community.apps]]\nname = 'a'\nsecret = 'hunter3'";
    let config = load(file, &[], &[]).unwrap();
    assert_eq!(config.database_url.expose(), "postgres://miao:hunter2@host/db");
    let replicas = "[database]\nreplicas = ['postgres://miao:hunter2@host/db']";
    let standby = load(&format!("database_url = 'postgres://a/b'\n{replicas}"), &[], &[]).unwrap();
    assert!(standby.to_toml_redacted().unwrap().contains("miao:***@host"));
    let toml = config.to_toml_redacted().unwrap();
    assert!(toml.contains("postgres://miao:***@host/db"), "{toml}");
    let flags =
        args(&["--database-url", "postgres://miao:hunter2@host/db", "--set", "community.apps=hunter3"]);
    for text in [toml, format!("{config:?}"), format!("{flags:?}")] {
        assert!(!text.contains("hunter"), "{text}");
    }
    let broken = [
        "database_url = 'hunter://hunter2'",
        "database_url = 'hunter2",
        "[[community.apps]]\nsecret = 'hunter2' x",
    ];
    for file in broken {
        let error = load(file, &[], &[]).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter"), "{error:?}");
    }
}

#[test]
fn a_printed_url_has_no_password() {
    let cases = [
        ("", ""),
        ("postgres://host/db", "postgres://host/db"),
        ("postgres://u@host/db", "postgres://u@host/db"),
        ("postgres://u:p@host:5432/db?sslmode=require", "postgres://u:***@host:5432/db?sslmode=require"),
        ("postgres://u:p/w?x@y@host/db", "postgres://u:***@host/db"),
        (
            "postgres://host/db?user=u&password=p&sslpassword=q",
            "postgres://host/db?user=u&password=***&sslpassword=***",
        ),
        ("postgres://u:p?password=q@host/db", "postgres://u:***@host/db"),
        ("postgres://host/db?pass%77ord=p@q", "postgres://host/db?pass%77ord=***@q"),
        ("host=h password=p", "***"),
    ];
    for (url, expected) in cases {
        assert_eq!(redact_url(url), expected);
    }
}

#[test]
fn a_named_file_must_exist_and_the_flag_overrides_the_variable() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.toml"), "demo = true").unwrap();
    let missing = load_in(directory.path(), &[], &["--config", "b.toml"]).unwrap_err().to_string();
    assert!(missing.starts_with("cannot read b.toml: "), "{missing}");
    let env = [("MIAOHUI_CONFIG", "b.toml")];
    let missing = load_in(directory.path(), &env, &[]).unwrap_err().to_string();
    assert!(missing.starts_with("cannot read b.toml: "), "{missing}");
    assert!(load_in(directory.path(), &env, &["--config", "a.toml"]).unwrap().demo);
    assert!(load_in(directory.path(), &[("MIAOHUI_CONFIG", "a.toml")], &[]).unwrap().demo);
}

#[test]
fn an_invalid_file_is_refused_in_one_line() {
    let error = error_of("demo = true\nlisten = oops\n", &[], &[]);
    assert!(error.starts_with("./miaohui.toml:2:10: "), "{error}");
    assert_eq!(error.lines().count(), 1);
}

#[test]
fn invalid_values_are_refused() {
    let cases = [
        ("listen=localhost", "listen"),
        ("listen=", "listen"),
        ("data_dir=", "data_dir"),
        ("database_url=mysql://host/db", "database_url"),
        ("database.replicas=postgres://host/db", "database.replicas"),
        ("public_url=example.com", "public_url"),
        ("public_url=https:///", "public_url"),
        ("trusted_proxies=proxy", "trusted_proxies"),
        ("log.level=inof", "log.level"),
        ("log.level=info,a=b=c", "log.level"),
        ("log.format=xml", "log.format"),
        ("sms.provider=pigeon", "sms.provider"),
        ("mail.provider=smtp", "public_url"),
        ("sms.countries=", "sms.countries"),
        ("sms.countries=999", "sms.countries"),
        ("sms.countries=+86", "sms.countries"),
        ("mail.smtp_port=0", "mail.smtp_port"),
        ("mail.smtp_port=70000", "mail.smtp_port"),
        ("mail.smtp_timeout_seconds=11", "mail.smtp_timeout_seconds"),
        ("media.store=tape", "media.store"),
        ("media.store=s3", "media.s3.bucket"),
        ("media.s3.bucket=a/b", "media.s3.bucket"),
        ("media.s3.prefix=/a", "media.s3.prefix"),
        ("media.s3.prefix=a/../b", "media.s3.prefix"),
        ("media.s3.endpoint=oss-cn-hangzhou.aliyuncs.com", "media.s3.endpoint"),
        ("media.s3.access_key_id=a", "media.s3.secret_access_key"),
        ("media.s3.timeout_seconds=0", "media.s3.timeout_seconds"),
        ("media.s3.calls=257", "media.s3.calls"),
        ("media.s3.uploads=0", "media.s3.uploads"),
        ("backup.s3.endpoint=minio:9000", "backup.s3.endpoint"),
        ("crowdfunding.token_seconds=0", "crowdfunding.token_seconds"),
        ("crowdfunding.cors_origins=www.example.com", "crowdfunding.cors_origins"),
        ("crowdfunding.cors_origins=https://a.example/", "crowdfunding.cors_origins"),
        ("crowdfunding.cors_origins=*,https://a.example", "crowdfunding.cors_origins"),
        ("database.queue=0", "database.queue"),
        ("database.readers=5000", "database.readers"),
        ("community.mounts=", "community.mounts"),
        ("community.mounts=/", "community.mounts"),
        ("community.mounts=/a/", "community.mounts"),
        ("community.mounts=/..", "community.mounts"),
        ("community.mounts=/{id}", "community.mounts"),
        ("community.mounts=/api/x", "community.mounts"),
        ("community.mounts=/media", "community.media_mounts"),
        ("community.apps=[{name='',secret='s'}]", "community.apps[0].name"),
        ("community.apps=[{name='a',secret=''}]", "community.apps[0].secret"),
        ("community.apps=[{name='a',secret='s'},{name='a',secret='t'}]", "community.apps[1].name"),
    ];
    for (setting, key) in cases {
        let error = error_of("", &[], &["--set", setting]);
        assert_eq!(error.lines().count(), 1, "{error}");
        // Some values are wrong together with another key, which is in the default configuration.
        let is_another_key = setting.ends_with("/media")
            || ["mail.provider=smtp", "media.store=s3", "media.s3.access_key_id=a"].contains(&setting);
        let expected =
            format!("`{key}` in {}: ", if is_another_key { "the default configuration" } else { "--set" });
        assert!(error.starts_with(&expected), "{setting}: {error}");
    }
    assert_eq!(
        load("public_url = 'https://example.com/'", &[], &[]).unwrap().public_url,
        "https://example.com"
    );
    assert!(Command::try_parse_from(["miaohui", "--set", "demo"]).is_err());
}
