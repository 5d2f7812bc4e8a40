//! The file of a recording: a header line with the version, then one line for each call.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::body::Body;

/// The version of the format.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Header {
    #[serde(rename = "miaohui-recording")]
    version: u32,
}

/// A call and its reply. Personal data are labels, such as `<phone:1>`.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Call {
    /// The HTTP verb.
    pub verb: String,
    /// Path and query.
    pub target: String,
    /// The headers that matter to the APIs.
    pub headers: BTreeMap<String, String>,
    /// The body that was sent.
    pub body: Body,
    /// The HTTP status of the reply.
    pub status: u16,
    /// The media type of the reply.
    pub content_type: String,
    /// The reply, if it is JSON.
    pub reply: Option<Value>,
}

/// Writes the header line.
pub fn begin(out: &mut impl Write) -> Result<()> {
    write_line(out, &Header { version: VERSION })
}

/// Writes one line.
pub fn write_line(out: &mut impl Write, line: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

/// Reads a whole recording.
pub fn read(file: impl BufRead) -> Result<Vec<Call>> {
    let mut lines = file.lines();
    let first = lines.next().context("the recording is empty")??;
    let header: Header = serde_json::from_str(&first).context("this is no recording: its first line")?;
    if header.version != VERSION {
        bail!("the recording has version {}, and this program reads {VERSION}", header.version);
    }
    let parse = |(n, line): (usize, std::io::Result<String>)| -> Result<Call> {
        serde_json::from_str(&line?).with_context(|| format!("line {}", n + 2))
    };
    lines.enumerate().map(parse).collect()
}
