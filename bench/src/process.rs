//! The servers under load, as processes of their own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

/// Clock ticks of `/proc/{pid}/stat` in a second, on every Linux that Rust supports.
const TICKS: f64 = 100.0;

/// A running server; ended when this is dropped.
pub struct Process {
    child: Child,
    address: String,
}

impl Process {
    /// The release server on a data directory, without limits on how often one calls.
    pub fn server(data_dir: &Path, flags: &[&str]) -> Result<Self> {
        let binary = std::env::current_exe()?.with_file_name("miaohui");
        ensure!(binary.exists(), "{} is missing: cargo build --release", binary.display());
        let mut command = Command::new(binary);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(data_dir).args(flags);
        for limit in ["login", "publish"] {
            command.args(["--set", &format!("limits.{limit}_per_minute=0")]);
        }
        Self::start(command)
    }

    /// The floor, answering with the bytes of `file`.
    pub fn floor(file: &Path) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["floor", "127.0.0.1:0"]).arg(file);
        Self::start(command)
    }

    fn start(mut command: Command) -> Result<Self> {
        // The log goes where an operator's would: to a file that nobody waits for.
        let log = tempfile::tempfile()?;
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().context("starting a server")?;
        let lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        for line in lines {
            let line = line?;
            if let Some((_, rest)) = line.split_once("http://") {
                let address = rest.split('/').next().unwrap_or_default().to_owned();
                return Ok(Self { child, address });
            }
        }
        anyhow::bail!("the server ended before it listened")
    }

    /// A URL on this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// CPU time used so far.
    pub fn cpu_seconds(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // After the name in parentheses, user and system time are the 12th and 13th fields.
        let fields = stat.rsplit_once(") ").context("an unknown /proc format")?.1;
        let ticks = fields.split(' ').skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
        Ok(ticks.sum::<f64>() / TICKS)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It holds nothing worth a farewell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
