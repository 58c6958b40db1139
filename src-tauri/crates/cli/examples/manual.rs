//! Writes what a package has besides the program: man pages, and completions for bash, zsh and fish.
//!
//! ```text
//! cargo run -p mythline-cli --example manual -- FOLDER
//! ```
#![allow(clippy::disallowed_methods, reason = "a tool for packages; nothing of the user's is written")]

use std::{env, error::Error, fs, path::PathBuf};

use clap_complete::Shell;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("Name a folder.")?);
    fs::create_dir_all(&folder)?;
    clap_mangen::generate_to(mythline_cli::command(), &folder)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut mythline_cli::command(), "mythline", &folder)?;
    }
    Ok(())
}
