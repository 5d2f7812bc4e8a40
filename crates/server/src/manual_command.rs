//! The command `manual`: man pages and completions, made from the command line's own descriptions.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;

const NAME: &str = "miaohui";

/// Writes `man/*.1` and `completions/*` into a directory.
pub fn write(to: &Path) -> Result<()> {
    let (man, completions) = (to.join("man"), to.join("completions"));
    for dir in [&man, &completions] {
        fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
    }
    clap_mangen::generate_to(Cli::command(), &man).context("the man pages")?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut Cli::command(), NAME, &completions)
            .context("the completions")?;
    }
    Ok(())
}
