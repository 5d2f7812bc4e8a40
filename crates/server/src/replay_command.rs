//! The commands `record` and `replay`: whether another server answers as one did before.

use std::collections::BTreeSet;
use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use miaohui_replay::{Recorder, ReplayOptions};
use miaohui_server::config::RESERVED_SEGMENTS;
use miaohui_server::{private_files, serve};

/// First path segments of files, as the default configuration has them.
const FILES: [&str; 2] = ["media", "yuanyi-media"];

#[derive(Args)]
pub struct RecordArgs {
    /// The file for the recording. Personal data in it are masked.
    #[arg(long)]
    out: PathBuf,
    /// Address and port to listen on.
    #[arg(long, default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
    /// The server that gets the calls.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    to: String,
    /// A file for the values that are masked, which a replay may need. Keep it secret.
    #[arg(long, value_name = "FILE")]
    values: Option<PathBuf>,
}

#[derive(Args)]
pub struct ReplayArgs {
    /// The recording.
    file: PathBuf,
    /// The server to compare with. It must not demand signatures.
    #[arg(long, value_name = "URL")]
    against: String,
    /// The file of masked values; without it, values are made up.
    #[arg(long, value_name = "FILE")]
    values: Option<PathBuf>,
    /// The server's file of sent text messages, outbox/sms.jsonl in its data directory, for codes.
    #[arg(long, value_name = "FILE")]
    sms_log: Option<PathBuf>,
    /// A key that is not compared; may be repeated.
    #[arg(long, value_name = "KEY")]
    ignore: Vec<String>,
    /// Keys that the recording lacks are no difference.
    #[arg(long)]
    allow_new_keys: bool,
}

/// Records until the process is told to end.
#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
pub async fn record(args: RecordArgs) -> Result<()> {
    let values = args.values.as_deref().map(new_file).transpose()?;
    let recorder = Recorder::begin(&args.to, new_file(&args.out)?, values, unrecorded())?;
    let listener = serve::listen(args.listen).await?;
    println!("http://{} records the calls to {} in {}", listener.local_addr()?, args.to, args.out.display());
    let mut signals = serve::StopSignals::listen()?;
    miaohui_replay::record(listener, recorder, async move { signals.next().await }).await
}

fn new_file(path: &Path) -> Result<File> {
    private_files::create_new(path).with_context(|| format!("cannot write to {}", path.display()))
}

/// First path segments of calls that are not recorded: what is the server's own, and files.
fn unrecorded() -> Vec<&'static str> {
    let own = RESERVED_SEGMENTS.into_iter().filter(|segment| *segment != "api");
    own.chain(FILES).collect()
}

/// Replays a recording and prints the differences; any makes the exit code 1.
#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
pub async fn replay(args: ReplayArgs) -> Result<()> {
    let options = ReplayOptions {
        against: args.against,
        values: args.values,
        sms_log: args.sms_log,
        ignored: BTreeSet::from_iter(args.ignore),
        new_keys_allowed: args.allow_new_keys,
    };
    let report = miaohui_replay::replay(&args.file, &options).await?;
    println!("{report}");
    if !report.differences.is_empty() {
        bail!("the server does not answer as recorded");
    }
    Ok(())
}
