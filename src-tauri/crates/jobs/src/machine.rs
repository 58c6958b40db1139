use mythline_protocol::JobStatus;

/// What can happen to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// Its turn has come.
    Begin,
    /// The run gave its first sign of work.
    Advance,
    /// It waits until somebody says go on.
    Hold,
    /// Somebody says go on.
    Resume,
    /// The run ended well.
    Finish,
    /// The run failed.
    Fail,
    /// Somebody gave it up.
    Cancel,
    /// The program that held it is gone.
    Lose,
}

/// The state does not allow this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotNow;

/// Every legal move of a job, in one table.
pub(crate) fn next(status: JobStatus, event: Event) -> Result<JobStatus, NotNow> {
    use JobStatus::{Cancelled, Completed, Error, Interrupted, Paused, Queued, Running, Starting};
    match (event, status) {
        (Event::Begin, Queued) => Ok(Starting),
        (Event::Advance, Starting) => Ok(Running),
        (Event::Hold, Queued | Starting | Running) => Ok(Paused),
        (Event::Resume, Paused | Error | Interrupted) => Ok(Queued),
        (Event::Finish, Starting | Running) => Ok(Completed),
        (Event::Fail, Starting | Running) => Ok(Error),
        (Event::Cancel, Queued | Starting | Running | Paused) => Ok(Cancelled),
        // What was waiting had not begun: it waits on, but for its user, so that nothing runs by itself.
        (Event::Lose, Queued) => Ok(Paused),
        (Event::Lose, Starting | Running) => Ok(Interrupted),
        _ => Err(NotNow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use JobStatus::{Cancelled, Completed, Error, Interrupted, Paused, Queued, Running, Starting};

    /// The whole table, a row an event, in the order of [`JobStatus::ALL`].
    const TABLE: [(Event, [Option<JobStatus>; 8]); 8] = [
        (Event::Begin, [Some(Starting), None, None, None, None, None, None, None]),
        (Event::Advance, [None, Some(Running), None, None, None, None, None, None]),
        (Event::Hold, [Some(Paused), Some(Paused), Some(Paused), None, None, None, None, None]),
        (Event::Resume, [None, None, None, Some(Queued), None, Some(Queued), None, Some(Queued)]),
        (Event::Finish, [None, Some(Completed), Some(Completed), None, None, None, None, None]),
        (Event::Fail, [None, Some(Error), Some(Error), None, None, None, None, None]),
        (
            Event::Cancel,
            [Some(Cancelled), Some(Cancelled), Some(Cancelled), Some(Cancelled), None, None, None, None],
        ),
        (Event::Lose, [Some(Paused), Some(Interrupted), Some(Interrupted), None, None, None, None, None]),
    ];

    #[test]
    fn every_pair_of_state_and_event_is_as_the_table_says() {
        for (event, row) in TABLE {
            for (status, expected) in JobStatus::ALL.into_iter().zip(row) {
                assert_eq!(next(status, event).ok(), expected, "{status:?} on {event:?}");
            }
        }
    }

    #[test]
    fn only_a_resume_leaves_a_state_in_which_nothing_is_ahead() {
        for (event, row) in TABLE {
            for (status, expected) in JobStatus::ALL.into_iter().zip(row) {
                if !status.is_active() && event != Event::Resume {
                    assert_eq!(expected, None, "{status:?} on {event:?}");
                }
            }
        }
    }
}
