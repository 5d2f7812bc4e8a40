//! The processes that serve the data, and the files that they may open.

use std::fs;

use miaohui_server::config::Config;
use miaohui_server::control;

use super::finding::Finding;

/// Descriptors of a connection, and of everything else: as `serve` counts them.
const PER_CONNECTION: u64 = 2;
const RESERVED: u64 = 128;

pub fn check(config: &Config) -> Vec<Finding> {
    let processes = control::processes(&config.data_dir);
    if processes.is_empty() {
        return vec![Finding::note(
            "server",
            "none of this user runs on the data",
            "miaohui serve starts one",
        )];
    }
    let needed = config.connections.max_total as u64 * PER_CONNECTION + RESERVED;
    let mut all = Vec::new();
    for process in processes {
        all.push(Finding::fine("server", format!("process {process} runs")));
        let Some(limit) = open_files(process) else { continue };
        all.push(if limit < needed {
            let text =
                format!("process {process} may open {limit}, and connections.max_total needs {needed}");
            let advice = format!(
                "LimitNOFILE={} in the unit of systemd, or fewer connections",
                needed.next_power_of_two()
            );
            Finding::wrong("open files", text, advice)
        } else {
            Finding::fine("open files", format!("process {process} may open {limit}"))
        });
    }
    all
}

/// The limit of open files of a process.
fn open_files(process: u32) -> Option<u64> {
    let limits = fs::read_to_string(format!("/proc/{process}/limits")).ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}
