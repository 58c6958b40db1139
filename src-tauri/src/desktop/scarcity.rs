//! Writing waits while the battery is nearly empty or the disk nearly full, where the user wants it, and goes on
//! when that is over.

use std::time::Duration;

use mythline_protocol::{Preferences, Scarce};
use tauri::{AppHandle, Manager, Runtime};
use tokio::sync::watch;

use super::{at_work::AtWork, battery::Battery};
use crate::desk::Desk;

/// A battery is nearly empty below this, and is not any more from the second on; per cent.
const BATTERY: (f64, f64) = (15.0, 20.0);
/// The same for the room on a disk; bytes. A story takes less than a million: this is for all else that writes.
const DISK: (u64, u64) = (200_000_000, 300_000_000);
/// Between two looks at the disk, which does not say when it fills; only while something is written or waits.
const LOOKS: Duration = Duration::from_secs(15);

/// What it follows.
pub(crate) struct Told {
    pub(crate) set: watch::Receiver<Preferences>,
    pub(crate) work: watch::Receiver<AtWork>,
    pub(crate) battery: watch::Receiver<Option<Battery>>,
}

/// Watches as long as the program runs.
pub(crate) async fn watch<R: Runtime>(app: AppHandle<R>, mut told: Told) {
    let mut scarce = None;
    loop {
        let set = told.set.borrow_and_update().clone();
        let (ours, writing) = {
            let work = told.work.borrow_and_update();
            (work.ours, work.is_ours())
        };
        let battery = *told.battery.borrow_and_update();
        if let Some(studio) = app.state::<Desk>().open_now().filter(|_| ours) {
            let before = scarce;
            scarce = judge(before, &set, battery, studio.free_space());
            // Said again while it is so: another workspace may have been opened.
            if (scarce.is_some() || before.is_some())
                && let Err(error) = studio.wait_out(scarce).await
            {
                tracing::warn!(%error, "writing was not held back or let go on");
            }
        }
        tokio::select! {
            Ok(()) = told.set.changed() => {}
            Ok(()) = told.work.changed() => {}
            Ok(()) = told.battery.changed() => {}
            () = tokio::time::sleep(LOOKS), if writing || scarce == Some(Scarce::Disk) => {}
        }
    }
}

/// What there is too little of. What was scarce is so until there is clearly more: nothing begins and stops
/// again and again.
fn judge(
    before: Option<Scarce>,
    set: &Preferences,
    battery: Option<Battery>,
    room: Option<u64>,
) -> Option<Scarce> {
    let needs_power = if before == Some(Scarce::Battery) { BATTERY.1 } else { BATTERY.0 };
    let is_empty = |battery: Battery| battery.in_use && battery.percent < needs_power;
    if set.wait_for_power && battery.is_some_and(is_empty) {
        return Some(Scarce::Battery);
    }
    let needs_room = if before == Some(Scarce::Disk) { DISK.1 } else { DISK.0 };
    (set.wait_for_room && room.is_some_and(|room| room < needs_room)).then_some(Scarce::Disk)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A day of a computer: what it runs on, how full its battery is, the room on its disk in megabytes, and
    /// what writing waits for.
    const DAY: [(bool, f64, u64, Option<Scarce>); 11] = [
        (false, 100.0, 900, None),
        (true, 60.0, 900, None),
        (true, 15.0, 900, None),
        (true, 14.9, 900, Some(Scarce::Battery)),
        (true, 19.0, 900, Some(Scarce::Battery)),
        (false, 14.0, 900, None),
        (true, 14.0, 100, Some(Scarce::Battery)),
        (true, 20.0, 100, Some(Scarce::Disk)),
        (true, 16.0, 299, Some(Scarce::Disk)),
        (false, 16.0, 300, None),
        (false, 16.0, 250, None),
    ];

    #[test]
    fn writing_waits_for_what_is_scarce_and_goes_on_when_there_is_clearly_more() {
        let mut scarce = None;
        for (in_use, percent, megabytes, waits_for) in DAY {
            let battery = Some(Battery { in_use, percent });
            scarce = judge(scarce, &Preferences::default(), battery, Some(megabytes * 1_000_000));
            assert_eq!(scarce, waits_for, "{in_use} {percent} {megabytes}");
        }
    }

    #[test]
    fn nothing_waits_that_the_user_did_not_want_to_or_that_nobody_knows_of() {
        let empty = Some(Battery { in_use: true, percent: 1.0 });
        let set = Preferences { wait_for_power: false, wait_for_room: false, ..Preferences::default() };
        assert_eq!(judge(Some(Scarce::Battery), &set, empty, Some(0)), None);
        assert_eq!(judge(None, &Preferences::default(), None, None), None);
    }
}
