use std::collections::{HashMap, HashSet, VecDeque};

use mythline_files::{Entry, FileFault, Folder, RelPath};
use mythline_protocol::{CommandError, ErrorCode};
use serde_json::Value;
use uuid::Uuid;

use super::request::{Answer, REQUEST_BYTES, Request, Verb, answer_path, id_of, request_path};
use crate::{json, paths};

/// How long an answer lies for whoever asked; milliseconds.
const ANSWERS_LIE: i64 = 60 * 60 * 1000;
/// How long what was refused lies; milliseconds.
const REFUSED_LIES: i64 = 24 * 60 * 60 * 1000;
/// The most answers that lie there, and the most of what was refused; the oldest go first.
const MOST_LIE: usize = 20_000;
/// Ids that are remembered as answered.
const REMEMBERED: usize = 100_000;
/// When the clock goes back, requests this much older than its new time are still meant; milliseconds.
const SLACK: i64 = 60 * 1000;

/// The folder of requests as the owner has it: takes what is valid, refuses the rest, answers. Every
/// call reads or writes files and may wait for the disk.
pub(super) struct Tray {
    folder: Folder,
    /// Whose requests are heard.
    user: Option<u32>,
    /// What was written before was meant for an owner before; milliseconds since the Unix epoch.
    since: i64,
    /// Ids that were taken, and whether they are answered.
    taken: HashMap<Uuid, bool>,
    /// The order in which they were, to forget the oldest.
    order: VecDeque<Uuid>,
    /// Names from the last listing that were not looked at yet.
    listed: VecDeque<String>,
    /// Names that can neither be read nor moved away; said once.
    stuck: HashSet<String>,
}

impl Tray {
    /// The tray of a workspace whose lock was just taken: the lock's file has the time of it, on the
    /// same clock as the requests have theirs.
    pub(super) fn new(folder: Folder, user: Option<u32>) -> Self {
        let since = folder.entry(&paths::lock()).map_or(i64::MIN, |lock| lock.changed_at);
        let (taken, order, listed, stuck) = Default::default();
        Self { folder, user, since, taken, order, listed, stuck }
    }

    /// Takes up to so many requests, and refuses what is none. That it answers with none means that none
    /// was left at a new look.
    pub(super) fn take(&mut self, most: usize, now: i64) -> Vec<(Uuid, Verb)> {
        if now < self.since {
            self.since = now.saturating_sub(SLACK);
        }
        if self.listed.is_empty() {
            let names = self.folder.names(Some(&paths::fixed(paths::REQUESTS)));
            self.listed.extend(names.unwrap_or_default());
        }
        let mut taken = Vec::new();
        while taken.len() < most
            && let Some(name) = self.listed.pop_front()
        {
            taken.extend(self.look_at(&name));
        }
        taken
    }

    /// Takes a file, when it is a request that was not taken before.
    fn look_at(&mut self, name: &str) -> Option<(Uuid, Verb)> {
        let stem = stem(name)?;
        let Some(id) = id_of(stem) else {
            self.set_aside(name);
            return None;
        };
        let answered = match self.taken.get(&id) {
            Some(answered) => *answered,
            // An owner before this one may have answered it.
            None => self.folder.entry(&answer_path(id)).is_ok(),
        };
        if answered {
            self.remove(id);
        }
        if answered || self.taken.contains_key(&id) {
            return None;
        }
        match self.read(id) {
            Ok(verb) => {
                let verb = verb?;
                self.remember(id);
                Some((id, verb))
            }
            Err(error) => {
                self.refuse(id, name, error);
                None
            }
        }
    }

    /// Answers a request that was taken, and removes it.
    pub(super) fn answer(&mut self, id: Uuid, said: Result<Value, CommandError>) {
        self.write(id, said);
        self.remove(id);
        if let Some(answered) = self.taken.get_mut(&id) {
            *answered = true;
        }
    }

    /// Removes what has lain long enough, and what is too much.
    pub(super) fn tidy(&self, now: i64) {
        let requests = paths::fixed(paths::REQUESTS);
        let kept = |entry: &Entry| entry.name.ends_with(".answer.json") || entry.name.starts_with('.');
        self.tidy_folder(&requests, kept, now.saturating_sub(ANSWERS_LIE));
        self.tidy_folder(&paths::fixed(paths::REFUSED), |_| true, now.saturating_sub(REFUSED_LIES));
    }

    fn tidy_folder(&self, path: &RelPath, which: impl Fn(&Entry) -> bool, before: i64) {
        let Ok(mut entries) = self.folder.list(Some(path)) else { return };
        entries.retain(which);
        entries.sort_unstable_by_key(|entry| entry.changed_at);
        let too_many = entries.len().saturating_sub(MOST_LIE);
        for (at, entry) in entries.iter().enumerate() {
            if (at < too_many || entry.changed_at < before)
                && let Ok(path) = path.join(&entry.name)
                && let Err(e) = self.folder.remove_passing(&path)
            {
                tracing::debug!("an old request or answer stays: {e}");
            }
        }
    }

    /// What a file asks; nothing when it has gone meanwhile.
    fn read(&self, id: Uuid) -> Result<Option<Verb>, CommandError> {
        let refuse = |code, sentence: &str| Err(CommandError::new(code, sentence));
        let letter = match self.folder.read_letter(&request_path(id), REQUEST_BYTES) {
            Err(e) if e.fault == FileFault::Missing => return Ok(None),
            letter => letter.map_err(|e| e.command_error("The request"))?,
        };
        if letter.user != self.user {
            return refuse(ErrorCode::NotOwner, "The request was written by another user.");
        }
        if letter.changed_at < self.since {
            return refuse(
                ErrorCode::NotOwner,
                "The request is older than the program that runs the jobs now. Nothing was done; ask again.",
            );
        }
        match serde_json::from_slice::<Request>(&letter.bytes) {
            Ok(request) if request.is_known() => Ok(Some(request.verb)),
            Ok(_) => refuse(ErrorCode::BadOption, "The request is of a newer version of Mythline."),
            Err(e) => {
                tracing::debug!(request = %id, "a request cannot be read: {e}");
                let why = json::fault(&letter.bytes).unwrap_or("It does not have the fields of a request.");
                refuse(ErrorCode::BadOption, &format!("The request was not understood. {why}"))
            }
        }
    }

    fn refuse(&mut self, id: Uuid, name: &str, error: CommandError) {
        self.remember(id);
        self.write(id, Err(error));
        self.set_aside(name);
        self.taken.insert(id, true);
    }

    fn set_aside(&mut self, name: &str) {
        if self.stuck.contains(name) {
            return;
        }
        let (from, to) = (paths::fixed(paths::REQUESTS).join(name), paths::fixed(paths::REFUSED).join(name));
        let (Ok(from), Ok(to)) = (from, to) else { return };
        if let Err(e) = self.folder.set_aside(&from, &to) {
            tracing::warn!("what is no request stays where it is: {e}");
            if self.stuck.len() < REMEMBERED {
                self.stuck.insert(name.to_owned());
            }
        }
    }

    fn write(&self, id: Uuid, said: Result<Value, CommandError>) {
        let content = json::pretty(&Answer::from(said));
        if let Err(e) = self.folder.write_passing(&answer_path(id), &content) {
            tracing::warn!("a request is not answered: {e}");
        }
    }

    fn remove(&mut self, id: Uuid) {
        if let Err(e) = self.folder.remove_passing(&request_path(id)) {
            tracing::warn!("an answered request stays: {e}");
        }
    }

    fn remember(&mut self, id: Uuid) {
        self.taken.insert(id, false);
        self.order.push_back(id);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.taken.remove(&oldest);
        }
    }
}

/// The stem of a name that a request could have: not an answer, not a file that is being written.
fn stem(name: &str) -> Option<&str> {
    let stem = name.strip_suffix(".json")?;
    (!name.starts_with('.') && !stem.ends_with(".answer")).then_some(stem)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use mythline_files::this_user;
    use tempfile::TempDir;

    use super::*;

    const ID: &str = "7f3a9c12-60c4-4b4e-9d6a-2f0f6f1f6a11";
    const HOLD: &[u8] = br#"{ "schema": 1, "verb": "hold_queue", "hold": true }"#;

    fn folder() -> (TempDir, Folder) {
        let dir = TempDir::new().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        folder.write(&paths::lock(), b"").unwrap();
        folder.write(&request_path(ID.parse().unwrap()), HOLD).unwrap();
        (dir, folder)
    }

    fn answered(folder: &Folder) -> Result<Value, CommandError> {
        let bytes = folder.read(&answer_path(ID.parse().unwrap()), 1 << 20).unwrap();
        serde_json::from_slice::<Answer>(&bytes).unwrap().into()
    }

    #[test]
    fn only_the_same_user_is_heard() {
        let (_dir, folder) = folder();
        let other = this_user().map(|user| user + 1);
        let mut tray = Tray::new(folder.clone(), other.or(Some(1)));
        assert_eq!(tray.take(9, i64::MAX), []);
        let refused = answered(&folder).unwrap_err();
        assert_eq!(refused.message, "The request was written by another user.");
        assert_eq!(folder.names(Some(&paths::fixed(paths::REFUSED))).unwrap(), [format!("{ID}.json")]);
    }

    #[test]
    fn who_has_set_the_clock_back_is_heard_too() {
        let (_dir, folder) = folder();
        let mut tray = Tray::new(folder.clone(), this_user());
        tray.since += 3_600_000;
        let now = folder.entry(&request_path(ID.parse().unwrap())).unwrap().changed_at;
        assert_eq!(tray.take(9, now).len(), 1);
    }

    #[test]
    fn what_has_lain_long_enough_goes() {
        let (_dir, folder) = folder();
        let mut tray = Tray::new(folder.clone(), this_user());
        let taken = tray.take(9, i64::MAX);
        let now = folder.entry(&paths::lock()).unwrap().changed_at;
        tray.answer(taken[0].0, Ok(Value::Null));
        tray.tidy(now);
        assert_eq!(answered(&folder), Ok(Value::Null), "it lies for whoever asked");
        tray.tidy(now + ANSWERS_LIE + 60_000);
        assert_eq!(folder.names(Some(&paths::fixed(paths::REQUESTS))).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn one_of_two_names_of_a_file_can_be_a_request() {
        let (dir, folder) = folder();
        let request = dir.path().join(format!(".mythline/requests/{ID}.json"));
        #[expect(clippy::disallowed_methods, reason = "as another program would")]
        std::fs::hard_link(&request, dir.path().join("mine.json")).unwrap();
        let mut tray = Tray::new(folder.clone(), this_user());
        let taken = tray.take(9, i64::MAX);
        tray.answer(taken[0].0, Ok(Value::Null));
        assert!(!request.exists());
        assert_eq!(folder.read(&RelPath::segment("mine.json").unwrap(), 1 << 20).unwrap(), HOLD);
    }
}
