use std::fmt;

use mythline_protocol::{CommandError, JobStatus};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};

use crate::{
    record::{Details, Record, RecordError, SCHEMA, failure, first},
    times,
};

/// What a row needs of a record. A hundred thousand of them are read when a workspace is opened, so what
/// no row shows is passed over.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Glimpse {
    schema: u32,
    pub(crate) task_id: String,
    #[serde(rename = "kind")]
    _kind: IgnoredAny,
    #[serde(default)]
    pub(crate) title: String,
    pub(crate) subject: String,
    #[serde(default)]
    pub(crate) player: Option<String>,
    #[serde(default)]
    pub(crate) lane: String,
    #[serde(default, rename = "request")]
    _request: Object,
    pub(crate) status: JobStatus,
    #[serde(default)]
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) progress: f64,
    #[serde(default)]
    pub(crate) current: u32,
    #[serde(default)]
    pub(crate) total: u32,
    #[serde(default)]
    pub(crate) current_step: Option<String>,
    #[serde(default)]
    pub(crate) step_number: u32,
    #[serde(default)]
    pub(crate) details: Figures,
    #[serde(default)]
    error: Option<RecordError>,
    #[serde(with = "times")]
    pub(crate) created_at: i64,
    #[serde(default, with = "times::maybe")]
    pub(crate) start_at: Option<i64>,
    #[serde(default, with = "times::maybe")]
    pub(crate) started_at: Option<i64>,
    #[serde(default, with = "times::maybe")]
    pub(crate) finished_at: Option<i64>,
    #[serde(default = "first")]
    pub(crate) attempt: u32,
}

/// What a row needs of a record's details.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Figures {
    #[serde(default)]
    pub(crate) words: u32,
    #[serde(default)]
    pub(crate) to_look_at: u32,
    #[serde(default)]
    pub(crate) time_left_s: Option<u32>,
}

impl Glimpse {
    /// Reads a task file of ours that has nothing ahead of it; `None` for anything else, and then the whole
    /// of it is to be read.
    pub(crate) fn at_rest(bytes: &[u8], id: &str) -> Option<Self> {
        let glimpse: Self = serde_json::from_slice(bytes).ok()?;
        let at_rest = glimpse.schema <= SCHEMA && glimpse.task_id == id && !glimpse.status.is_active();
        at_rest.then_some(glimpse)
    }

    pub(crate) fn failure(&self) -> Option<CommandError> {
        failure(self.error.as_ref())
    }
}

impl From<&Record> for Glimpse {
    fn from(record: &Record) -> Self {
        let Details { words, to_look_at, time_left_s, .. } = record.details;
        Self {
            schema: record.schema,
            task_id: record.task_id.clone(),
            _kind: IgnoredAny,
            title: record.title.clone(),
            subject: record.subject.clone(),
            player: record.player.clone(),
            lane: record.lane.clone(),
            _request: Object,
            status: record.status,
            message: record.message.clone(),
            progress: record.progress,
            current: record.current,
            total: record.total,
            current_step: record.current_step.clone(),
            step_number: record.step_number,
            details: Figures { words, to_look_at, time_left_s },
            error: record.error.clone(),
            created_at: record.created_at,
            start_at: record.start_at,
            started_at: record.started_at,
            finished_at: record.finished_at,
            attempt: record.attempt,
        }
    }
}

/// An object whose content is passed over.
#[derive(Debug, Clone, Default)]
struct Object;

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Passes;
        impl<'de> Visitor<'de> for Passes {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Object)
            }
        }
        deserializer.deserialize_map(Passes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::rows::{self, Situation};

    const FILE: &str = include_str!("../../../../tests/fixtures/state/task-schema-1.json");

    #[test]
    fn a_glimpse_makes_the_row_that_the_whole_record_makes() {
        let file = FILE.replace(r#""status": "running""#, r#""status": "completed""#);
        let record = Record::parse(file.as_bytes()).unwrap();
        let glimpse = Glimpse::at_rest(file.as_bytes(), &record.task_id).unwrap();
        assert_eq!(
            rows::row(glimpse, Situation::default()),
            rows::row((&record).into(), Situation::default())
        );
    }

    #[test]
    fn what_is_at_work_or_cannot_be_read_is_not_glimpsed() {
        let id = Record::parse(FILE.as_bytes()).unwrap().task_id;
        assert!(Glimpse::at_rest(FILE.as_bytes(), &id).is_none(), "it runs");
        let done = FILE.replace(r#""status": "running""#, r#""status": "completed""#);
        assert!(Glimpse::at_rest(done.as_bytes(), "another").is_none());
        for (from, to) in [(r#""schema": 1"#, r#""schema": 99"#), (r#""request": {"#, r#""request": [{"#)] {
            assert!(Glimpse::at_rest(done.replace(from, to).as_bytes(), &id).is_none(), "{to}");
        }
    }
}
