//! Asking: how a program that does not own a workspace has its owner do something, and how any script
//! can. `docs/requests.md` says the same for people.
//!
//! # The files
//!
//! A request is one JSON object in `.mythline/requests/{uuid}.json`, written beside (a name that does
//! not end in `.json`) and renamed in, of at most 64 KB. The UUID is a new one for each request, in
//! lower case with hyphens.
//!
//! ```json
//! { "schema": 1, "verb": "cancel", "jobs": ["7f3a9c12"] }
//! ```
//!
//! The owner does it and writes `.mythline/requests/{uuid}.answer.json`, then removes the request:
//!
//! ```json
//! { "schema": 1, "answer": [ { "jobId": "7f3a9c12-…", "answer": "cancelled" } ] }
//! { "schema": 1, "error": { "code": "unknown_job", "message": "There is no job with the id “7f3a”." } }
//! ```
//!
//! The answer comes when its effect is real, as that of every command. Whoever asked removes it; the
//! owner removes it after an hour.
//!
//! | verb | fields | answer |
//! |---|---|---|
//! | `start` | `kind`, `subject`, and where wanted `player`, `options`, `at` (a time in RFC 3339) | `{jobId, status}` |
//! | `change` | `kind`, `subject`, `options`: what the work is to change at once | as the work says |
//! | `cancel`, `pause`, `resume`, `retry`, `discard`, `write_now` | `jobs` | an array: for each job `{jobId, answer}` or `{jobId, error}` |
//! | `clean` | `jobs` | `{cleaned, undoUntil}` |
//! | `clean_older` | `seconds`: those that ended longer ago; 0 for all that have ended | `{cleaned, undoUntil}` |
//! | `undo_clean` | `jobs` | `null` |
//! | `move` | `job`, `to`: `"first"`, `"last"` or `{"before": id}` | `null` |
//! | `hold_queue` | `hold`: true, and nothing new begins; false, and it goes on | `null` |
//! | `pause_queue` | none: nothing new begins, and what runs is paused | `null` |
//! | `limit` | `limit`: how many run at once; `lane`, a model's id, for that alone | `null` |
//!
//! Ids of jobs may be cut short while they are unambiguous.
//!
//! # What is refused
//!
//! Requests carry ids, subjects and options, never paths or commands. What is no regular file, belongs to
//! another user, is larger, cannot be read, or lay there before the owner was started, is answered with
//! its error and moved to `.mythline/requests/refused/`. An id is answered once: the same request again is
//! removed and nothing is done.

mod answering;
mod asker;
mod request;
mod tray;

pub(crate) use answering::answer_requests;
pub(crate) use asker::{ask, unanswered};
#[cfg(feature = "schema")]
pub(crate) use request::Answer;
#[cfg(any(test, feature = "schema"))]
pub(crate) use request::Request;
pub(crate) use request::Verb;
