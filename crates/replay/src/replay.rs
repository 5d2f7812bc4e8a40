//! Sends recorded calls to another server, one after another, and compares the replies.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;
use ureq::Agent;

use crate::bindings::{Bindings, is_given};
use crate::body::{Body, Part};
use crate::compare::Comparison;
use crate::exchange;
use crate::masks::{is_label, label_of_number};
use crate::paths::{operation, thing};
use crate::recording::{self, Call};

/// How often the file of sent messages is looked at for a code, and how long between.
const LOOKS: usize = 50;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// What a replay needs beside the recording.
#[derive(Debug, Default)]
pub struct ReplayOptions {
    /// The server, such as `http://127.0.0.1:8080`.
    pub against: String,
    /// The file of masked values that the recording wrote.
    pub values: Option<PathBuf>,
    /// The server's file of sent text messages, for codes.
    pub sms_log: Option<PathBuf>,
    /// Keys that are not compared.
    pub ignored: BTreeSet<String>,
    /// Whether keys that the recording lacks are no difference.
    pub new_keys_allowed: bool,
}

/// What a replay found.
#[derive(Debug, Default)]
pub struct Report {
    /// Calls that were sent.
    pub calls: usize,
    /// Calls that could not be sent, because their bodies are not recorded.
    pub skipped: usize,
    /// Differences by operation and key: what the first is, its call, and how many there are.
    pub differences: BTreeMap<(String, String), (String, usize, usize)>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((operation, key), (what, call, count)) in &self.differences {
            writeln!(f, "{operation} {key}: {what} (call {call}, {count} in all)")?;
        }
        let skipped = if self.skipped > 0 { format!(", {} skipped", self.skipped) } else { String::new() };
        write!(f, "{} calls{skipped}, {} differences", self.calls, self.differences.len())
    }
}

/// Replays the recording in a file.
pub async fn replay(file: &Path, options: &ReplayOptions) -> Result<Report> {
    let open = |path: &Path| std::fs::File::open(path).with_context(|| path.display().to_string());
    let calls = recording::read(BufReader::new(open(file)?)).with_context(|| file.display().to_string())?;
    let mut bindings = Bindings::default();
    if let Some(values) = &options.values {
        for line in BufReader::new(open(values)?).lines() {
            let (label, value): (String, String) = serde_json::from_str(&line?)?;
            // The new server gives values of its own.
            if !is_given(&label) {
                bindings.bind(&label, &value);
            }
        }
    }
    let (agent, mut report) = (exchange::agent(), Report::default());
    for (n, call) in calls.iter().enumerate() {
        if matches!(call.body, Body::Other(_)) {
            report.skipped += 1;
            continue;
        }
        if let Some(log) = &options.sms_log {
            find_code(call, log, &mut bindings).await?;
        }
        let found = send(&agent, call, options, &mut bindings).await?;
        report.calls += 1;
        for (key, what) in found {
            let name = operation(&call.verb, &call.target, method(call));
            let entry = report.differences.entry((name, key)).or_insert((what, n + 1, 0));
            entry.2 += 1;
        }
    }
    Ok(report)
}

/// The method that the body names, or that the path of the Community API does.
fn method(call: &Call) -> Option<&str> {
    let Body::Json(body) = &call.body else { return None };
    let path = call.target.split('?').next().unwrap_or_default();
    let of_path = path.rsplit('/').next().filter(|name| !name.is_empty() && !path.starts_with("/api/"));
    body["method"].as_str().or(of_path)
}

/// Sends a call and returns how its reply differs: keys and what they are.
async fn send(
    agent: &Agent,
    call: &Call,
    options: &ReplayOptions,
    bindings: &mut Bindings,
) -> Result<Vec<(String, String)>> {
    let mut filled = bindings.filled(call);
    if let Body::Json(Value::Object(body)) = &mut filled.body {
        // A signature is of the recorded values.
        for key in ["sig", "ts", "app"] {
            body.remove(key);
        }
    }
    let (bytes, content_type) = filled.body.bytes()?;
    if let Some(content_type) = content_type {
        filled.headers.insert("content-type".to_owned(), content_type);
    }
    let url = format!("{}{}", options.against.trim_end_matches('/'), filled.target);
    let reply = exchange::send(agent, &call.verb, url, filled.headers.into_iter().collect(), bytes).await?;
    let received: Option<Value> = serde_json::from_slice(&reply.bytes).ok();
    let (ignored, new_keys_allowed) = (&options.ignored, options.new_keys_allowed);
    let mut comparison = Comparison { bindings, ignored, new_keys_allowed, found: Vec::new() };
    if reply.status != call.status {
        let what = format!("{}, recorded {}", reply.status, call.status);
        comparison.found.push(("HTTP status".to_owned(), what));
    }
    let content_type = reply.header("content-type");
    if content_type != call.content_type {
        let what = format!("{content_type:?}, recorded {:?}", call.content_type);
        comparison.found.push(("Content-Type".to_owned(), what));
    }
    match (&call.reply, &received) {
        (Some(recorded), Some(received)) => comparison.replies(recorded, received, thing(&call.target)),
        (Some(_), None) => comparison.found.push(("the reply".to_owned(), "it is no JSON".to_owned())),
        _ => {}
    }
    Ok(comparison.found)
}

/// Binds the label of a code to the newest one that was sent to the call's phone and that no other label
/// has.
async fn find_code(call: &Call, log: &Path, bindings: &mut Bindings) -> Result<()> {
    let (Some(code), Some(phone)) = (labelled(call, "code"), labelled(call, "phone")) else { return Ok(()) };
    if bindings.value(&code).is_some() {
        return Ok(());
    }
    let phone = bindings.text(&phone);
    // A message leaves a moment after the reply.
    for _ in 0..LOOKS {
        let text = tokio::fs::read_to_string(log).await.unwrap_or_default();
        let sent = text.lines().rev().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut of_phone = sent.filter(|line| line["phone"].as_str().is_some_and(|to| to.ends_with(&phone)));
        // A code that is bound is of an earlier call: the one of this call is not written yet.
        let newest = of_phone.find_map(|line| line["code"].as_str().map(str::to_owned));
        if let Some(found) = newest.filter(|found| !bindings.is_bound(found)) {
            bindings.bind(&code, &found);
            return Ok(());
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    anyhow::bail!("no code for {phone} in {}", log.display())
}

/// The label in a field of a call.
fn labelled(call: &Call, key: &str) -> Option<String> {
    let text = match &call.body {
        Body::Json(body) => {
            body[key].as_str().map(|text| label_of_number(text).unwrap_or_else(|| text.to_owned()))
        }
        Body::Form(fields) => fields.iter().find(|(name, _)| name == key).map(|(_, text)| text.clone()),
        Body::Parts(parts) => parts.iter().find_map(|part| match part {
            Part::Field(name, text) if name == key => Some(text.clone()),
            _ => None,
        }),
        Body::Empty | Body::Other(_) => None,
    };
    text.filter(|text| is_label(text))
}
