//! Times of day, as people give and read them.

use std::sync::OnceLock;

use time::{
    Date, Duration, OffsetDateTime, Time, UtcOffset,
    format_description::{BorrowedFormatItem, well_known::Rfc3339},
    macros::format_description,
};

const OF_DAY: &[BorrowedFormatItem<'_>] = format_description!("[hour]:[minute]");
const OF_DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const SHOWN: &[BorrowedFormatItem<'_>] =
    format_description!("[day padding:none] [month repr:short] [hour]:[minute]");

static OFFSET: OnceLock<UtcOffset> = OnceLock::new();

/// Learns how far the local time is from UTC. To be called while there is one thread: then alone the
/// system says so.
pub(crate) fn learn_offset() {
    OFFSET.get_or_init(|| UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC));
}

/// Reads a time: `22:30` for the next such time, `2026-11-23 22:30`, or RFC 3339. Milliseconds since the
/// epoch.
pub(crate) fn read(text: &str) -> Result<i64, String> {
    read_from(text, here(OffsetDateTime::now_utc()))
}

/// A time as one would say it now: `22:30`, with the day where it is another.
pub(crate) fn said(now: i64, at: i64) -> String {
    let moment = |millis: i64| {
        here(
            OffsetDateTime::from_unix_timestamp(millis.div_euclid(1_000))
                .unwrap_or(OffsetDateTime::UNIX_EPOCH),
        )
    };
    let (now, at) = (moment(now), moment(at));
    let format = if now.date() == at.date() { OF_DAY } else { SHOWN };
    at.format(format).unwrap_or_default()
}

fn here(time: OffsetDateTime) -> OffsetDateTime {
    time.to_offset(OFFSET.get().copied().unwrap_or(UtcOffset::UTC))
}

fn read_from(text: &str, now: OffsetDateTime) -> Result<i64, String> {
    let text = text.trim();
    let at = if let Ok(time) = Time::parse(text, OF_DAY) {
        let today = now.replace_time(time);
        if today > now { today } else { today.saturating_add(Duration::DAY) }
    } else if let Some((date, time)) = text.split_once(' ')
        && let (Ok(date), Ok(time)) = (Date::parse(date, OF_DATE), Time::parse(time, OF_DAY))
    {
        now.replace_date(date).replace_time(time)
    } else {
        OffsetDateTime::parse(text, &Rfc3339)
            .map_err(|_| "give a time such as 22:30 or 2026-11-23 22:30".to_owned())?
    };
    Ok(at.unix_timestamp() * 1_000)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use time::macros::datetime;

    use super::*;

    #[test]
    fn times_are_read_as_people_give_them() {
        let now = datetime!(2026-11-22 21:00 +1);
        let millis = |at: OffsetDateTime| Ok(at.unix_timestamp() * 1_000);
        assert_eq!(read_from("22:30", now), millis(datetime!(2026-11-22 22:30 +1)));
        assert_eq!(read_from("06:05", now), millis(datetime!(2026-11-23 06:05 +1)), "the next morning");
        assert_eq!(read_from("21:00", now), millis(datetime!(2026-11-23 21:00 +1)));
        assert_eq!(read_from("2026-12-01 06:05", now), millis(datetime!(2026-12-01 06:05 +1)));
        assert_eq!(read_from("2026-12-01T06:05:00Z", now), millis(datetime!(2026-12-01 06:05 UTC)));
        for bad in ["", "tomorrow", "25:00", "12", "2026-13-01 06:05", "22:30:"] {
            assert!(read_from(bad, now).is_err(), "{bad}");
        }
    }

    #[test]
    fn times_are_said_with_the_day_where_it_is_another() {
        let now = datetime!(2026-11-22 21:00 UTC).unix_timestamp() * 1_000;
        assert_eq!(said(now, now + 5_400_000), "22:30");
        assert_eq!(said(now, now + 36_000_000), "23 Nov 07:00");
    }
}
