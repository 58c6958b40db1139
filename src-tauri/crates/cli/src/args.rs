use std::path::PathBuf;

use clap::{Parser, error::ErrorKind};

use crate::{exit::Exit, out, verbs::Verb};

/// Writes stories from your notes, and shows the work as jobs.
#[derive(Debug, Parser)]
#[command(
    name = "mythline",
    bin_name = "mythline",
    version,
    arg_required_else_help = true,
    max_term_width = 100,
    disable_help_subcommand = true,
    after_help = "An id may be cut short while it is unambiguous. Exit codes: 0 done, 1 the job failed, 2 refused, \
                  130 cancelled."
)]
pub(crate) struct Args {
    /// The folder to work in; else the one last opened, else ~/Mythline
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) workspace: Option<PathBuf>,

    /// Answer in JSON: one document, or one object a line while something runs
    #[arg(long, global = true)]
    pub(crate) json: bool,

    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Answers what the arguments were instead of a verb: help and version where they were asked for, else
/// one sentence that says what is wrong with them.
pub(crate) fn answer(error: &clap::Error) -> Exit {
    let text = error.render();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            out::Out::new(false).line(&help(&text));
            Exit::Done
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            out::Out::new(false).line(&help(&text));
            Exit::Refused
        }
        ErrorKind::MissingSubcommand => {
            out::warn("Say what is to be done; mythline --help lists every verb.");
            Exit::Refused
        }
        _ => {
            out::warn(&sentence(&text.to_string()));
            Exit::Refused
        }
    }
}

/// The help, in colours where there are colours.
fn help(text: &clap::builder::StyledStr) -> String {
    let text = if console::colors_enabled() { text.ansi().to_string() } else { text.to_string() };
    text.trim_end().to_owned()
}

/// The first paragraph of what the parser says, as one sentence with where to look further.
fn sentence(text: &str) -> String {
    let said = text.split("\n\n").next().unwrap_or_default();
    let said = said.strip_prefix("error: ").unwrap_or(said);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = said.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}. See mythline --help.", letters.as_str().trim_end_matches(['.', ':']))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn what_is_wrong_is_said_in_one_sentence() {
        let said = |args: &[&str]| sentence(&Args::try_parse_from(args).unwrap_err().render().to_string());
        assert_eq!(
            said(&["mythline", "jobs", "--loud"]),
            "Unexpected argument '--loud' found. See mythline --help."
        );
        assert_eq!(said(&["mythline", "sing"]), "Unrecognized subcommand 'sing'. See mythline --help.");
        assert_eq!(
            said(&["mythline", "status"]),
            "The following required arguments were not provided: <ID>. See mythline --help."
        );
    }
}
