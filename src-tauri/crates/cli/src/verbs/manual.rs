use std::{collections::BTreeMap, io};

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use mythline_protocol::{CommandError, ErrorCode};

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
};

/// Print a page of the manual, or what a shell is told to complete words with; without a name, the names of all
///
/// For those who make packages: what they lay beside the program comes out of the program.
#[derive(Debug, Args)]
#[command(hide = true)]
pub(crate) struct Manual {
    /// One of the names
    #[arg(value_name = "FILE")]
    file: Option<String>,
}

impl Manual {
    pub(crate) fn run(self, desk: &Desk) -> Answer {
        let files = files();
        let text = match &self.file {
            None => files.into_keys().collect::<Vec<_>>().join("\n"),
            Some(name) => files.get(name).cloned().ok_or_else(|| {
                let said = "There is no such page. Without a name, mythline manual lists them all.";
                CommandError::new(ErrorCode::BadOption, said)
            })?,
        };
        desk.out.line(text.trim_end());
        Ok(Exit::Done)
    }
}

/// Every page and what each shell is told, by the name of its file.
fn files() -> BTreeMap<String, String> {
    let mut program = program();
    let mut files = BTreeMap::new();
    for (shell, name) in
        [(Shell::Bash, "mythline.bash"), (Shell::Zsh, "_mythline"), (Shell::Fish, "mythline.fish")]
    {
        let mut text = Vec::new();
        clap_complete::generate(shell, &mut program.clone(), "mythline", &mut text);
        files.insert(name.to_owned(), String::from_utf8_lossy(&text).into_owned());
    }
    program.build();
    // What is written to memory does not fail.
    let _written = pages(&program, &mut files);
    files
}

/// The page of a command and those of its verbs.
fn pages(command: &Command, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    for verb in command.get_subcommands() {
        pages(verb, files)?;
    }
    let page = Man::new(command.clone()).manual("Mythline");
    let mut text = Vec::new();
    page.render(&mut text)?;
    files.insert(page.get_filename(), String::from_utf8_lossy(&text).into_owned());
    Ok(())
}

/// The program as people see it: without the verbs that are for other programs, which shells would offer too.
fn program() -> Command {
    let whole = crate::args::Args::command();
    let verbs: Vec<Command> = whole.get_subcommands().filter(|verb| !verb.is_hide_set()).cloned().collect();
    let arguments: Vec<clap::Arg> = whole.get_arguments().cloned().collect();
    Command::new("mythline")
        .version(env!("CARGO_PKG_VERSION"))
        .about(whole.get_about().cloned().unwrap_or_default())
        .after_help(whole.get_after_help().cloned().unwrap_or_default())
        .disable_help_subcommand(true)
        .args(arguments)
        .subcommands(verbs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_that_people_see_has_its_page_and_is_completed() {
        let files = files();
        for verb in program().get_subcommands().map(Command::get_name) {
            assert!(files.contains_key(&format!("mythline-{verb}.1")), "{verb} has no page");
            for shell in ["mythline.bash", "_mythline", "mythline.fish"] {
                assert!(files[shell].contains(verb), "{shell} does not complete {verb}");
            }
        }
        assert!(files["mythline.1"].contains("Exit codes"), "{}", files["mythline.1"]);
    }

    #[test]
    fn what_is_for_other_programs_is_not_offered() {
        let files = files();
        assert!(!files.contains_key("mythline-manual.1") && !files.contains_key("mythline-own.1"));
        assert!(!files["mythline.fish"].contains("-a \"own\""), "{}", files["mythline.fish"]);
    }
}
