//! Times in files: RFC 3339 in UTC, to the millisecond.

use serde::{Deserialize, Deserializer, Serializer, de};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// A time in milliseconds since the Unix epoch, as RFC 3339.
pub(crate) fn to_text(millis: i64) -> String {
    let nanos = i128::from(millis) * 1_000_000;
    OffsetDateTime::from_unix_timestamp_nanos(nanos)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .format(&Rfc3339)
        .unwrap_or_default()
}

fn from_text(text: &str) -> Option<i64> {
    let at = OffsetDateTime::parse(text, &Rfc3339).ok()?.to_offset(UtcOffset::UTC);
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).ok()
}

pub(crate) fn serialize<S: Serializer>(millis: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&to_text(*millis))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let text = String::deserialize(deserializer)?;
    from_text(&text).ok_or_else(|| de::Error::custom("not a time"))
}

/// The same for a time that may be null.
pub(crate) mod maybe {
    use super::{Deserialize, Deserializer, Serializer, de, from_text, to_text};

    pub(crate) fn serialize<S: Serializer>(millis: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
        match millis {
            Some(millis) => serializer.serialize_some(&to_text(*millis)),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
        match Option::<String>::deserialize(deserializer)? {
            None => Ok(None),
            Some(text) => from_text(&text).map(Some).ok_or_else(|| de::Error::custom("not a time")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_in_utc_and_read_from_any_offset() {
        assert_eq!(to_text(1_700_000_000_123), "2023-11-14T22:13:20.123Z");
        assert_eq!(from_text("2023-11-14T22:13:20.123Z"), Some(1_700_000_000_123));
        assert_eq!(from_text("2023-11-15T00:13:20.123+02:00"), Some(1_700_000_000_123));
        assert_eq!(from_text("yesterday"), None);
    }
}
