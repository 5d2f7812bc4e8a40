//! The command `doctor`: what an operator gets wrong, and what to do about it. It changes nothing; in a
//! bucket of files it stores an object and removes it.

#![expect(clippy::print_stdout, reason = "what a command prints is its result")]

mod backups;
mod certificates;
mod clock;
mod database;
mod finding;
mod network;
mod process;
mod rights;

use anyhow::{Result, bail};
use miaohui_db::Options;
use miaohui_server::VERSION;
use miaohui_server::config::Config;
use tokio::runtime::Handle;

use self::finding::{Finding, State};

/// Prints the report; fails if something must be mended.
pub fn report(config: &Config, options: &Options, runtime: &Handle) -> Result<()> {
    println!("miaohui       {VERSION}");
    println!("data          {}", config.data_dir.display());
    let mut wrong = 0;
    // Each part is printed when it is known: those of the network may wait for seconds.
    let mut show = |findings: Vec<Finding>| {
        for finding in findings {
            wrong += usize::from(finding.state == State::Wrong);
            println!("{finding}");
        }
    };
    show(rights::check(config));
    show(process::check(config));
    show(database::check(options));
    show(vec![backups::check(config, runtime)]);
    show(certificates::check(config));
    let (seen, findings) = network::check(config, runtime);
    show(findings);
    show(clock::check(options, &seen, runtime));
    if wrong > 0 {
        bail!("{wrong} findings must be mended");
    }
    Ok(())
}
