//! Times in files: RFC 3339 in UTC, to the millisecond.

use std::fmt;

use serde::{Deserialize, Deserializer, Serializer, de};
use time::{
    Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset, format_description::well_known::Rfc3339,
};

/// A time in milliseconds since the Unix epoch, as RFC 3339.
pub(crate) fn to_text(millis: i64) -> String {
    let nanos = i128::from(millis) * 1_000_000;
    OffsetDateTime::from_unix_timestamp_nanos(nanos)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .format(&Rfc3339)
        .unwrap_or_default()
}

fn from_text(text: &str) -> Option<i64> {
    ours(text).or_else(|| any(text))
}

/// A time as [`to_text`] writes it. There are three in every task file.
fn ours(text: &str) -> Option<i64> {
    let bytes: &[u8; 24] = text.as_bytes().try_into().ok()?;
    for (at, mark) in [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')] {
        if bytes[at] != mark {
            return None;
        }
    }
    let number = |from: usize, to: usize| {
        bytes[from..to]
            .iter()
            .try_fold(0_u16, |all, digit| digit.is_ascii_digit().then(|| all * 10 + u16::from(digit - b'0')))
    };
    let byte = |from| u8::try_from(number(from, from + 2)?).ok();
    let month = Month::try_from(byte(5)?).ok()?;
    let date = Date::from_calendar_date(i32::from(number(0, 4)?), month, byte(8)?).ok()?;
    let time = Time::from_hms_milli(byte(11)?, byte(14)?, byte(17)?, number(20, 23)?).ok()?;
    let at = PrimitiveDateTime::new(date, time).assume_utc();
    Some(at.unix_timestamp() * 1000 + i64::from(at.millisecond()))
}

fn any(text: &str) -> Option<i64> {
    let at = OffsetDateTime::parse(text, &Rfc3339).ok()?.to_offset(UtcOffset::UTC);
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).ok()
}

pub(crate) fn serialize<S: Serializer>(millis: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&to_text(*millis))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    deserializer.deserialize_str(Reads)
}

/// Reads a time from text that need not be owned.
struct Reads;

impl de::Visitor<'_> for Reads {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<i64, E> {
        from_text(text).ok_or_else(|| E::custom("not a time"))
    }
}

/// How such a time is described to programs that read files.
#[cfg(feature = "schema")]
pub(crate) struct Moment;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time", "description": "RFC 3339; written in UTC." })
    }
}

/// The same for a time that may be null.
pub(crate) mod maybe {
    use super::{Deserialize, Deserializer, Serializer, to_text};

    pub(crate) fn serialize<S: Serializer>(millis: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
        match millis {
            Some(millis) => serializer.serialize_some(&to_text(*millis)),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
        #[derive(Deserialize)]
        struct At(#[serde(with = "super")] i64);
        Ok(Option::<At>::deserialize(deserializer)?.map(|at| at.0))
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
        assert_eq!(from_text("2000-02-29T23:59:59.999Z"), any("2000-02-29T23:59:59.999Z"));
        for none in
            ["yesterday", "2023-02-29T00:00:00.000Z", "2023-11-14T25:13:20.123Z", "2023-11-14T22:13:20.1x3Z"]
        {
            assert_eq!(from_text(none), None, "{none}");
        }
    }
}
