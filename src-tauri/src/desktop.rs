//! What stands around the window: the tray, the taskbar, the computer that is kept awake, and the battery and
//! the disk, which writing waits for. It begins when the page has its first picture, so that it never delays
//! it, and speaks in the page's words: the catalogues of languages are the page's.
//!
//! Each of them follows, for itself, what is being written and what the user has set. On Linux they are
//! services of the bus; one that is not there is passed over.

mod at_work;
mod awake;
mod battery;
#[cfg(target_os = "linux")]
mod bus;
mod notices;
mod scarcity;
mod taskbar;
mod thread;
mod tray;

use mythline_protocol::{DesktopWords, Preferences};
use tauri::{AppHandle, Manager, Runtime, async_runtime::spawn};
use tokio::sync::watch;

use crate::desk::Desk;

/// What all that stands around the window is told.
pub(crate) struct Desktop {
    words: watch::Sender<Option<DesktopWords>>,
    set: watch::Sender<Preferences>,
    /// What is said while the window is not in front.
    pub(crate) notices: notices::Notices,
}

impl Desktop {
    /// With what the user has set.
    pub(crate) fn new(set: Preferences) -> Self {
        Self {
            words: watch::Sender::new(None),
            set: watch::Sender::new(set),
            notices: notices::Notices::default(),
        }
    }

    /// Says everything in these words from now on. With the first of them it begins.
    pub(crate) fn speak<R: Runtime>(&self, app: &AppHandle<R>, words: DesktopWords) {
        if self.words.send_replace(Some(words)).is_none() {
            self.begin(app);
        }
    }

    /// Acts by what the user has set from now on.
    pub(crate) fn heed(&self, set: &Preferences) {
        self.set.send_replace(set.clone());
    }

    fn begin<R: Runtime>(&self, app: &AppHandle<R>) {
        let (tell, work) = watch::channel(at_work::AtWork::default());
        let (tell_battery, battery) = watch::channel(None);
        let (words, set) = (|| self.words.subscribe(), || self.set.subscribe());
        spawn(at_work::follow(app.state::<Desk>().studios(), tell));
        spawn(battery::follow(tell_battery));
        let told = tray::Told { words: words(), set: set(), work: work.clone() };
        spawn(tray::stand(app.clone(), told));
        spawn(awake::keep(awake::Told { words: words(), set: set(), work: work.clone() }));
        spawn(taskbar::show(app.clone(), work.clone()));
        spawn(scarcity::watch(app.clone(), scarcity::Told { set: set(), work, battery }));
    }
}
