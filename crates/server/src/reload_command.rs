//! The command `reload`: the running servers read their configuration again.

#![expect(clippy::print_stdout, reason = "what a command prints is its result")]

use anyhow::{Result, bail};
use miaohui_server::config::Config;
use miaohui_server::control::reload_all;

/// Asks all servers of the data directory, and prints what each has done.
pub fn reload(config: &Config) -> Result<()> {
    let answers = reload_all(&config.data_dir)?;
    if answers.is_empty() {
        bail!("no server of this user runs on {}", config.data_dir.display());
    }
    let mut failed = 0;
    for (process, answer) in answers {
        match answer {
            Ok(done) => println!("process {process}: {done}"),
            Err(why) => {
                println!("process {process}: nothing has changed: {why}");
                failed += 1;
            }
        }
    }
    if failed > 0 {
        bail!("{failed} of the servers did not take the configuration");
    }
    Ok(())
}
