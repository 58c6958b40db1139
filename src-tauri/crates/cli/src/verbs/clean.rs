use std::time::Duration;

use clap::{ArgGroup, Args};
use mythline_protocol::{CleanResponse, CleanedJob, CommandError, JobAnswer, JobRow, Said};
use mythline_studio::Studio;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::{Out, shown_line, warn},
    which::Filter,
    words::{count, short},
};

/// Remove the records of jobs; their stories stay
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).multiple(true).args(WAYS))]
pub(crate) struct Clean {
    /// The jobs, or the beginnings of their ids; one that is active is cancelled first
    #[arg(value_name = "ID", conflicts_with_all = &WAYS[1..])]
    ids: Vec<String>,
    /// Every job that is finished or cancelled
    #[arg(long, conflicts_with_all = &WAYS[2..])]
    finished: bool,
    /// Those of them that ended longer ago than this: 30m, 24h, 7d
    #[arg(long, value_name = "AGE", value_parser = age, conflicts_with_all = &WAYS[3..])]
    older_than: Option<Duration>,
    #[command(flatten)]
    filter: Filter,
    /// Only list what would go
    #[arg(long)]
    dry_run: bool,
}

const WAYS: [&str; 7] = ["ids", "finished", "older_than", "group", "state", "subject", "search"];

impl Clean {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        if self.dry_run {
            let studio = desk.look().await?;
            let cleaned = self.would_go(&studio).await?;
            tell(&desk.out, &CleanResponse { cleaned, undo_until: 0 }, "Would clean");
            return Ok(Exit::Done);
        }
        let studio = desk.act().await?;
        let mut exit = Exit::Done;
        let gone = match self.older_than {
            Some(age) => studio.clean_older(age).await?,
            None if self.finished => studio.clean_finished().await?,
            None if self.filter.is_set() => {
                let done = studio.clean_matching(&self.filter.ours()).await?;
                for JobAnswer { job_id, said } in done.refused {
                    if let Said::Error(error) = said {
                        warn(&format!("{}: {}", shown_line(short(&job_id)), error.message));
                        exit = exit.and(Exit::of(&error));
                    }
                }
                CleanResponse { cleaned: done.cleaned, undo_until: done.undo_until }
            }
            None => {
                let rows = self.ids.iter().map(|id| studio.job(id)).collect::<Result<Vec<_>, _>>()?;
                studio.clean(&rows.into_iter().map(|row| row.id).collect::<Vec<_>>()).await?
            }
        };
        tell(&desk.out, &gone, "Cleaned");
        studio.quit().await;
        Ok(exit)
    }

    async fn would_go(&self, studio: &Studio) -> Result<Vec<CleanedJob>, CommandError> {
        let named = |row: JobRow| CleanedJob { job_id: row.id, title: row.title };
        match self.older_than {
            Some(age) => Ok(studio.older_than(age)),
            None if self.finished => Ok(studio.older_than(Duration::ZERO)),
            None if self.filter.is_set() => {
                let rows = studio.list(self.filter.ours()).await?.rows;
                Ok(rows.into_iter().map(named).collect())
            }
            None => self.ids.iter().map(|id| studio.job(id).map(named)).collect(),
        }
    }
}

/// Says what went.
pub(super) fn tell(out: &Out, gone: &CleanResponse, done: &str) {
    if out.json {
        out.document(gone);
        return;
    }
    if gone.cleaned.is_empty() {
        out.line("There is nothing to clean.");
        return;
    }
    for job in &gone.cleaned {
        out.line(&format!("  {}  {}", shown_line(short(&job.job_id)), shown_line(&job.title)));
    }
    let number = u32::try_from(gone.cleaned.len()).unwrap_or(u32::MAX);
    out.line(&format!("{done} {}. Stories stay where they are.", count(number, "job")));
}

/// Reads an age such as `24h`.
fn age(text: &str) -> Result<Duration, String> {
    let wrong = || "give a number with m, h or d, such as 24h".to_owned();
    let unit = text.chars().next_back().ok_or_else(wrong)?;
    let seconds = match unit {
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let number: u64 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| wrong())?;
    number.checked_mul(seconds).map(Duration::from_secs).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_have_units() {
        assert_eq!(age("24h"), Ok(Duration::from_secs(86_400)));
        assert_eq!(age("7d"), Ok(Duration::from_secs(604_800)));
        for bad in ["", "h", "24", "-1h", "1.5h", "9999999999999999999d", "999999999999999d ", "5é"] {
            assert!(age(bad).is_err(), "{bad}");
        }
    }
}
