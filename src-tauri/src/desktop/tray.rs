//! The tray: the thread of what is being written, and a menu.

#[cfg(not(target_os = "linux"))]
#[path = "tray/native.rs"]
mod host;
#[cfg(target_os = "linux")]
#[path = "tray/notifier.rs"]
mod host;

use mythline_protocol::{DesktopWords, Preferences};
use tauri::{AppHandle, Manager, Runtime};
use tokio::sync::{mpsc, watch};

use super::{
    at_work::{AtWork, Line},
    thread::{Thread, Tip},
};
use crate::{desk::Desk, window};

/// The longest line, in characters.
const LONGEST: usize = 60;

/// What the tray follows.
pub(crate) struct Told {
    pub(crate) words: watch::Receiver<Option<DesktopWords>>,
    pub(crate) set: watch::Receiver<Preferences>,
    pub(crate) work: watch::Receiver<AtWork>,
}

/// What the tray shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    pub(crate) thread: Thread,
    /// What it says without being opened.
    pub(crate) title: String,
    pub(crate) menu: Vec<Entry>,
}

/// One line of the menu.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Entry {
    /// Only to be read.
    Said(String),
    /// Does something.
    Does(String, Deed),
    Rule,
}

/// What the tray is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Deed {
    /// The window forward.
    Open,
    /// The window forward, with this job.
    Show(String),
    Pause,
    GoOn,
    Quit,
}

/// Stands in the tray as long as the program runs, while the user wants it. Where the desktop has no tray
/// there is none, and nothing else is different.
pub(crate) async fn stand<R: Runtime>(app: AppHandle<R>, mut told: Told) {
    let (ask, mut asked) = mpsc::unbounded_channel();
    let mut tray = None;
    loop {
        let wanted = told.set.borrow_and_update().tray;
        let words = told.words.borrow_and_update().clone().unwrap_or_default();
        let shown = shown(&told.work.borrow_and_update(), &words);
        tray = match tray {
            Some(tray) if wanted => host::change(tray, shown).await,
            Some(tray) => host::remove(tray).await,
            None if wanted => Some(host::put(&app, shown, &ask).await),
            None => None,
        };
        tokio::select! {
            Ok(()) = told.words.changed() => {}
            Ok(()) = told.set.changed() => {}
            Ok(()) = told.work.changed() => {}
            Some(deed) = asked.recv() => carry_out(&app, deed).await,
            else => return,
        }
    }
}

async fn carry_out<R: Runtime>(app: &AppHandle<R>, deed: Deed) {
    match deed {
        Deed::Open => window::bring_forward(app),
        Deed::Show(job) => {
            window::bring_forward(app);
            window::tell(app, "show-job", job);
        }
        Deed::Quit => window::quit(app),
        Deed::Pause | Deed::GoOn => {
            let done = match app.state::<Desk>().studio().await {
                Ok(studio) if deed == Deed::Pause => studio.pause_queue().await,
                Ok(studio) => studio.hold_queue(false).await,
                Err(error) => Err(error),
            };
            if let Err(error) = done {
                tracing::warn!(%error, "what the tray was asked for was not done");
            }
        }
    }
}

/// What is shown of the work.
fn shown(work: &AtWork, words: &DesktopWords) -> Shown {
    let tip = match work.writing {
        0 => Tip::None,
        _ if work.held => Tip::Waits,
        _ => Tip::Live,
    };
    let thread = Thread { inked: work.lines.first().map_or(0, |line| line.inked), tip };
    let lines: Vec<String> = work.lines.iter().map(|line| said(line, words)).collect();
    let named = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let more = work.writing.saturating_sub(named);
    let more = (more > 0).then(|| filled(&words.more, &[("{n}", &more.to_string())]));

    let title: Vec<&str> = lines.iter().chain(&more).map(String::as_str).collect();
    let title = if title.is_empty() { words.idle.clone() } else { title.join("\n") };
    let writing = work.lines.iter().zip(lines);
    let mut menu: Vec<Entry> =
        writing.map(|(line, said)| Entry::Does(said, Deed::Show(line.id.clone()))).collect();
    menu.extend(more.map(Entry::Said));
    if menu.is_empty() {
        menu.push(Entry::Said(words.idle.clone()));
    }
    let quit = match work.writing {
        n if n > 0 && work.ours => filled(&words.quit_writing, &[("{n}", &n.to_string())]),
        _ => words.quit.clone(),
    };
    let queue = if work.held { (&words.go_on, Deed::GoOn) } else { (&words.pause, Deed::Pause) };
    menu.extend([
        Entry::Rule,
        Entry::Does(words.open.clone(), Deed::Open),
        Entry::Does(queue.0.clone(), queue.1),
        Entry::Rule,
        Entry::Does(quit, Deed::Quit),
    ]);
    Shown { thread, title, menu }
}

fn said(line: &Line, words: &DesktopWords) -> String {
    let mut title: String = line.title.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    if line.title.chars().count() > LONGEST {
        title.push('\u{2026}');
    }
    let template = if line.total == 0 { &words.begun } else { &words.line };
    let (done, total) = (line.done.to_string(), line.total.to_string());
    filled(template, &[("{done}", &done), ("{total}", &total), ("{title}", &title)])
}

/// A sentence with its gaps filled. What people have written goes in last: it is not looked at for gaps.
fn filled(template: &str, gaps: &[(&str, &str)]) -> String {
    gaps.iter().fold(template.to_owned(), |text, (gap, what)| text.replacen(gap, what, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> DesktopWords {
        DesktopWords {
            line: "{title}: {done} of {total}".into(),
            begun: "{title}".into(),
            more: "and {n} more".into(),
            idle: "Nothing is being written".into(),
            writing: "A story is being written".into(),
            open: "Open".into(),
            pause: "Pause".into(),
            go_on: "Go on".into(),
            quit: "Quit".into(),
            quit_writing: "Quit ({n} being written)".into(),
        }
    }

    fn line(title: &str, done: u32) -> Line {
        Line { id: title.into(), title: title.into(), done, total: 9, inked: 12 }
    }

    fn labels(shown: &Shown) -> Vec<&str> {
        let label = |entry| match entry {
            &Entry::Said(ref text) | &Entry::Does(ref text, _) => text.as_str(),
            Entry::Rule => "-",
        };
        shown.menu.iter().map(label).collect()
    }

    #[test]
    fn an_idle_program_says_so_and_just_quits() {
        let shown = shown(&AtWork::default(), &words());
        assert_eq!(labels(&shown), ["Nothing is being written", "-", "Open", "Pause", "-", "Quit"]);
        assert_eq!((shown.thread.tip, shown.title.as_str()), (Tip::None, "Nothing is being written"));
    }

    #[test]
    fn what_is_written_is_named_with_its_scenes_and_quit_counts_it() {
        let lines = vec![line("The ferry", 4), line("{total} ways {done}", 1)];
        let work = AtWork { lines, writing: 7, held: false, ours: true };
        let now = shown(&work, &words());
        assert_eq!(
            labels(&now),
            [
                "The ferry: 4 of 9",
                "{total} ways {done}: 1 of 9",
                "and 5 more",
                "-",
                "Open",
                "Pause",
                "-",
                "Quit (7 being written)"
            ]
        );
        assert_eq!(now.thread, Thread { inked: 12, tip: Tip::Live });
        assert_eq!(now.menu[0], Entry::Does("The ferry: 4 of 9".into(), Deed::Show("The ferry".into())));

        let held = shown(&AtWork { held: true, ..work.clone() }, &words());
        assert!(labels(&held).contains(&"Go on"), "{held:?}");
        assert_eq!(held.thread.tip, Tip::Waits);
        let others = shown(&AtWork { ours: false, ..work }, &words());
        assert_eq!(labels(&others).last(), Some(&"Quit"), "another program goes on writing");
    }

    #[test]
    fn a_long_title_is_cut() {
        let work = AtWork { lines: vec![line(&"a\n".repeat(80), 0)], writing: 1, ..AtWork::default() };
        assert_eq!(labels(&shown(&work, &words()))[0], format!("{}\u{2026}: 0 of 9", "a".repeat(LONGEST)));
    }
}
