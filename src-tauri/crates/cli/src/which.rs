use clap::{ArgGroup, Args};
use mythline_protocol::{CommandError, ErrorCode, Group, JobRow, JobSource, JobStatus, ListQuery};
use mythline_studio::Studio;

/// Which jobs are listed: those that are all of this.
#[derive(Debug, Args)]
pub(crate) struct Filter {
    /// Only of these groups: writing, waiting, needs-you, finished
    #[arg(long, value_name = "GROUP", value_delimiter = ',', value_parser = group)]
    group: Vec<Group>,
    /// Only in these states: queued, starting, running, paused, completed, error, cancelled, interrupted
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = state)]
    state: Vec<JobStatus>,
    /// Only of this subject
    #[arg(long, value_name = "SUBJECT")]
    subject: Option<String>,
    /// Only those with these words in title, subject or player
    #[arg(long, value_name = "WORDS")]
    search: Option<String>,
}

impl Filter {
    /// Whether anything was asked for.
    pub(crate) fn is_set(&self) -> bool {
        !self.group.is_empty() || !self.state.is_empty() || self.subject.is_some() || self.search.is_some()
    }

    /// Every job that matches, in the order of the list.
    pub(crate) fn query(&self) -> ListQuery {
        ListQuery {
            groups: self.group.clone(),
            states: self.state.clone(),
            subject: self.subject.clone(),
            search: self.search.clone().unwrap_or_default(),
            limit: u32::MAX,
            ..ListQuery::default()
        }
    }

    /// Every job of ours that matches: those of other tools are looked at and never changed.
    pub(crate) fn ours(&self) -> ListQuery {
        ListQuery { sources: vec![JobSource::Mythline], ..self.query() }
    }
}

/// Which jobs are meant: these, or every one that matches.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).multiple(true).args(WAYS))]
pub(crate) struct Which {
    /// The jobs, or the beginnings of their ids
    #[arg(value_name = "ID", conflicts_with_all = &WAYS[1..])]
    ids: Vec<String>,
    #[command(flatten)]
    filter: Filter,
}

const WAYS: [&str; 5] = ["ids", "group", "state", "subject", "search"];

impl Which {
    /// The jobs that are meant. One that was named is meant whatever its state; of those that match only the
    /// ones for which it makes sense are.
    ///
    /// # Errors
    /// For an id that no job has, or several begin with; when nothing matches.
    pub(crate) async fn rows(
        &self,
        studio: &Studio,
        makes_sense: fn(JobStatus) -> bool,
    ) -> Result<Vec<JobRow>, CommandError> {
        if !self.filter.is_set() {
            return self.ids.iter().map(|id| studio.job(id)).collect();
        }
        let mut rows = studio.list(self.filter.ours()).await?.rows;
        rows.retain(|row| makes_sense(row.status));
        if rows.is_empty() {
            let sentence = "No job matches for which this can be done. Nothing was changed.";
            return Err(CommandError::new(ErrorCode::NotNow, sentence));
        }
        Ok(rows)
    }
}

fn group(text: &str) -> Result<Group, String> {
    match text {
        "writing" => Ok(Group::Writing),
        "waiting" => Ok(Group::Waiting),
        "needs-you" => Ok(Group::NeedsYou),
        "finished" => Ok(Group::Finished),
        _ => Err("give writing, waiting, needs-you or finished".to_owned()),
    }
}

fn state(text: &str) -> Result<JobStatus, String> {
    let word = |state: &JobStatus| serde_json::to_value(state).is_ok_and(|word| word == text);
    JobStatus::ALL.into_iter().find(word).ok_or_else(|| {
        "give queued, starting, running, paused, completed, error, cancelled or interrupted".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_and_groups_are_read_by_their_words() {
        assert_eq!(state("interrupted"), Ok(JobStatus::Interrupted));
        assert_eq!(group("needs-you"), Ok(Group::NeedsYou));
        assert!(state("Running").is_err() && group("").is_err());
    }
}
