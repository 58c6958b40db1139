use std::{
    cmp::Ordering,
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    ops::{Range, RangeInclusive},
};

use memchr::memmem::Finder;
use mythline_protocol::{Group, GroupCounts, JobRow, JobSource, JobStatus, ListQuery, ListSort};

use super::folded::{fold, fold_into};
use crate::{
    board::{Key, id_range},
    opening::subject_key,
};

/// Letters from which on a word may be the beginning of an id; with fewer, words would be by chance.
const ID_LETTERS: usize = 4;

/// What is compared of every job, in few bytes and one after another, so that 100,000 are looked through
/// in milliseconds. A job keeps its slot; the slot of one that is gone is given to the next.
#[derive(Default)]
pub(super) struct Index {
    slots: Vec<Option<Entry>>,
    by_key: HashMap<Key, u32>,
    free: Vec<u32>,
    /// What is searched of each job, one after another; parts that are no job's any more lie between.
    texts: String,
    /// Bytes of such parts.
    waste: usize,
    /// Makes a number of a subject, so that subjects are compared quickly.
    hasher: RandomState,
    /// How many there are in each group.
    all: GroupCounts,
}

struct Entry {
    key: Key,
    text: Range<u32>,
    /// How the title begins, as a number in the same order: most titles need be compared no further.
    title: u128,
    subject: u64,
    place: u128,
    created: i64,
    words: u32,
    group: Group,
    status: JobStatus,
    source: JobSource,
    looks: bool,
}

/// What matches.
pub(super) struct Found {
    pub(super) hits: Vec<Hit>,
    pub(super) groups: GroupCounts,
}

/// One that matches. What it is ordered by stands in it, so that ordering looks nowhere else.
#[derive(Clone, Copy)]
pub(super) struct Hit {
    /// What is lower stands before.
    rank: u128,
    slot: u32,
}

impl Index {
    /// Takes a row in, or what it has become.
    pub(super) fn put(&mut self, key: &Key, row: &JobRow) {
        let (slot, before) = match self.by_key.get(key) {
            Some(slot) => (*slot, self.slots[*slot as usize].take()),
            None => (self.free_slot(key), None),
        };
        if let Some(before) = &before {
            *self.all.of(before.group) -= 1;
        }
        *self.all.of(row.group) += 1;
        let text = self.text_of(row, before.map(|entry| entry.text));
        self.slots[slot as usize] = Some(Entry {
            key: key.clone(),
            title: beginning(&self.texts.as_bytes()[text.start as usize..text.end as usize]),
            text,
            subject: self.number_of(&row.subject),
            place: place(row),
            created: row.created_at,
            words: row.words,
            group: row.group,
            status: row.status,
            source: row.source,
            looks: row.to_look_at > 0,
        });
        if self.waste > self.texts.len() / 2 {
            self.tidy();
        }
    }

    pub(super) fn remove(&mut self, key: &Key) {
        if let Some(slot) = self.by_key.remove(key)
            && let Some(entry) = self.slots[slot as usize].take()
        {
            self.waste += entry.text.len();
            *self.all.of(entry.group) -= 1;
            self.free.push(slot);
        }
    }

    /// How many there are in each group.
    pub(super) fn all(&self) -> GroupCounts {
        self.all
    }

    /// Everything that matches, in no order.
    pub(super) fn find(&self, query: &ListQuery) -> Found {
        let search = fold(&query.search);
        let words: Vec<Word> = search.split_whitespace().map(Word::new).collect();
        let subject = query.subject.as_deref().map(|subject| self.number_of(subject));
        let mut found = Found { hits: Vec::new(), groups: GroupCounts::default() };
        for (slot, entry) in (0..).zip(&self.slots) {
            if let Some(entry) = entry
                && one_of(&query.states, entry.status)
                && one_of(&query.sources, entry.source)
                && subject.is_none_or(|subject| subject == entry.subject)
                && (entry.looks || !query.needs_look)
                && words.iter().all(|word| word.is_in(self.text(entry), &entry.key))
            {
                *found.groups.of(entry.group) += 1;
                if one_of(&query.groups, entry.group) {
                    found.hits.push(Hit { rank: entry.rank(query.sort), slot });
                }
            }
        }
        found
    }

    /// The keys of what was found, in order: so many from one on.
    pub(super) fn sorted(&self, hits: &mut [Hit], query: &ListQuery, from: usize, many: usize) -> Vec<Key> {
        let compare = |a: &Hit, b: &Hit| {
            let order = a.rank.cmp(&b.rank).then_with(|| self.tie(*a, *b, query.sort));
            if query.reverse { order.reverse() } else { order }
        };
        let from = from.min(hits.len());
        let till = from.saturating_add(many).min(hits.len());
        // Only what is seen need be in order.
        if till < hits.len() {
            hits.select_nth_unstable_by(till, compare);
        }
        let hits = &mut hits[..till];
        if 0 < from && from < till {
            hits.select_nth_unstable_by(from, compare);
        }
        let seen = &mut hits[from..];
        seen.sort_unstable_by(compare);
        seen.iter().filter_map(|hit| self.entry(hit.slot)).map(|entry| entry.key.clone()).collect()
    }

    /// The order of two that have the same rank.
    fn tie(&self, a: Hit, b: Hit, sort: ListSort) -> Ordering {
        let text = |hit: Hit| self.entry(hit.slot).map(|entry| self.text(entry));
        let titles = if sort == ListSort::Title { text(a).cmp(&text(b)) } else { Ordering::Equal };
        titles.then_with(|| a.slot.cmp(&b.slot))
    }

    fn entry(&self, slot: u32) -> Option<&Entry> {
        self.slots.get(slot as usize)?.as_ref()
    }

    fn text(&self, entry: &Entry) -> &[u8] {
        &self.texts.as_bytes()[entry.text.start as usize..entry.text.end as usize]
    }

    fn number_of(&self, subject: &str) -> u64 {
        // What is usual needs no Unicode.
        let key = if subject.is_ascii() { subject.to_ascii_lowercase() } else { subject_key(subject) };
        self.hasher.hash_one(key)
    }

    fn free_slot(&mut self, key: &Key) -> u32 {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        self.by_key.insert(key.clone(), slot);
        slot
    }

    /// Where the text of a row stands: where it stood, when it is the same, and else at the end.
    fn text_of(&mut self, row: &JobRow, before: Option<Range<u32>>) -> Range<u32> {
        let start = self.texts.len();
        for part in [&*row.title, &*row.subject, row.player.as_deref().unwrap_or_default()] {
            fold_into(&mut self.texts, part);
            self.texts.push('\n');
        }
        if let Some(before) = before {
            let (old, new) = self.texts.as_bytes().split_at(start);
            if &old[before.start as usize..before.end as usize] == new {
                self.texts.truncate(start);
                return before;
            }
            self.waste += before.len();
        }
        let at = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        at(start)..at(self.texts.len())
    }

    /// Puts the texts together again, without the waste.
    fn tidy(&mut self) {
        let mut texts = String::with_capacity(self.texts.len() - self.waste);
        for entry in self.slots.iter_mut().flatten() {
            let text = &self.texts[entry.text.start as usize..entry.text.end as usize];
            let start = texts.len();
            texts.push_str(text);
            let at = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
            entry.text = at(start)..at(texts.len());
        }
        self.texts = texts;
        self.waste = 0;
    }
}

impl Entry {
    /// Where it stands in an order: what is lower stands before.
    fn rank(&self, sort: ListSort) -> u128 {
        match sort {
            ListSort::Group => self.place,
            ListSort::Newest => u128::from(!ordered(self.created)),
            ListSort::Title => self.title,
            ListSort::Words => u128::from(!self.words),
        }
    }
}

/// A word that is searched.
struct Word<'a> {
    finder: Finder<'a>,
    /// The ids of ours that it begins.
    ids: Option<RangeInclusive<Key>>,
    text: &'a str,
}

impl<'a> Word<'a> {
    fn new(text: &'a str) -> Self {
        let ids = id_range(text).filter(|_| text.len() >= ID_LETTERS);
        Self { finder: Finder::new(text), ids, text }
    }

    fn is_in(&self, text: &[u8], key: &Key) -> bool {
        self.finder.find(text).is_some()
            || match (key, &self.ids) {
                (Key::Other(id), _) => id.starts_with(self.text),
                (key, ids) => ids.as_ref().is_some_and(|ids| ids.contains(key)),
            }
    }
}

/// The first bytes of a text as a number; nothing stands before everything.
fn beginning(text: &[u8]) -> u128 {
    let mut bytes = [0; size_of::<u128>()];
    let many = text.len().min(bytes.len());
    bytes[..many].copy_from_slice(&text[..many]);
    u128::from_be_bytes(bytes)
}

/// Where a job stands in the list by groups: the group, then its place in the queue, then a time.
fn place(row: &JobRow) -> u128 {
    let ended = || !ordered(row.finished_at.unwrap_or(row.created_at));
    let (group, place, time): (u8, u32, u64) = match row.group {
        Group::Writing => (0, 0, ordered(row.started_at.unwrap_or(row.created_at))),
        Group::Waiting => (1, row.place.unwrap_or(u32::MAX), ordered(row.created_at)),
        Group::NeedsYou => (2, 0, ended()),
        Group::Finished => (3, 0, ended()),
    };
    u128::from(group) << 96 | u128::from(place) << 64 | u128::from(time)
}

/// A number without a sign, in the same order.
fn ordered(time: i64) -> u64 {
    time.cast_unsigned() ^ (1 << 63)
}

fn one_of<T: Copy + PartialEq>(wanted: &[T], value: T) -> bool {
    wanted.is_empty() || wanted.contains(&value)
}

#[cfg(test)]
mod tests {
    use mythline_protocol::JobId;

    use super::*;
    use crate::rows;

    fn key(n: u8) -> Key {
        Key::Ours(JobId::from_random_bytes([n; 16]))
    }

    fn row(n: u8, title: &str) -> JobRow {
        rows::bare(&key(n).to_string(), title, JobSource::Mythline, JobStatus::Completed, 0)
    }

    fn found(index: &Index, search: &str) -> Vec<Key> {
        let query = ListQuery { search: search.to_owned(), ..ListQuery::default() };
        let mut found = index.find(&query);
        index.sorted(&mut found.hits, &query, 0, usize::MAX)
    }

    #[test]
    fn texts_that_change_and_go_leave_no_waste() {
        let mut index = Index::default();
        for round in 0..200 {
            for n in 0..20 {
                index.put(&key(n), &row(n, &format!("Title {round} of {n}")));
            }
            (0..10).for_each(|n| index.remove(&key(n)));
        }
        assert!(index.texts.len() < 4_000, "{} bytes for ten titles", index.texts.len());
        assert_eq!(index.slots.len(), 20, "slots are used again");
        assert_eq!(found(&index, "199"), (10..20).map(key).collect::<Vec<_>>());
        assert!(found(&index, "198").is_empty());
    }

    #[test]
    fn a_row_that_changes_only_elsewhere_keeps_its_text() {
        let mut index = Index::default();
        index.put(&key(1), &row(1, "Tower"));
        let bytes = index.texts.len();
        for words in 0..100 {
            index.put(&key(1), &JobRow { words, ..row(1, "Tower") });
        }
        assert_eq!((index.texts.len(), index.waste), (bytes, 0));
    }
}
