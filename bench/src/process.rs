//! The servers under load, as child processes.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use rustix::process::{Pid, Signal, kill_process};

/// Clock ticks of `/proc/{pid}/stat` in a second, on every Linux that Rust supports.
const TICKS_PER_SECOND: f64 = 100.0;

/// A running server; dropping it ends the process.
pub struct Process {
    child: Child,
    address: String,
}

impl Process {
    /// Starts the server on a data directory, without limits of calls.
    pub fn server(data_dir: &Path, flags: &[&str]) -> Result<Self> {
        Self::program(&std::env::current_exe()?.with_file_name("miaohui"), data_dir, flags)
    }

    /// Starts a program, this or an earlier server, in the same way.
    pub fn program(binary: &Path, data_dir: &Path, flags: &[&str]) -> Result<Self> {
        ensure!(
            binary.exists(),
            "{} is missing: build miaohui-server with the same profile",
            binary.display()
        );
        let mut command = Command::new(binary);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(data_dir).args(flags);
        for limit in ["login", "publish", "order"] {
            command.args(["--set", &format!("limits.{limit}_per_minute=0")]);
        }
        for bound in ["pending_orders", "pending_tickets", "pending_tickets_per_project"] {
            command.args(["--set", &format!("orders.{bound}=0")]);
        }
        Self::start(command)
    }

    /// Starts the floor server, which replies with the bytes of `file`.
    pub fn floor(file: &Path) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["floor", "127.0.0.1:0"]).arg(file);
        Self::start(command)
    }

    /// Starts a process and waits for the line with its address.
    fn start(mut command: Command) -> Result<Self> {
        // The log goes to a file, as in production.
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

    /// Returns the URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the memory of the process in MB.
    pub fn resident_mb(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("no memory")?;
        let kib: f64 = line.trim().trim_end_matches(" kB").parse().context("an unknown /proc format")?;
        Ok(kib / 1024.0)
    }

    /// Returns the CPU time that the process has used.
    pub fn cpu_seconds(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // After the name in parentheses, user and system time are the 12th and 13th fields.
        let fields = stat.rsplit_once(") ").context("an unknown /proc format")?.1;
        let ticks = fields.split(' ').skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
        Ok(ticks.sum::<f64>() / TICKS_PER_SECOND)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // An orderly end, which is also when an instrumented program writes its profile.
        if let Some(pid) = Pid::from_raw(self.child.id().cast_signed()) {
            let _ = kill_process(pid, Signal::TERM);
        }
        let _ = self.child.wait();
    }
}
