#![allow(clippy::unwrap_used, reason = "a test's own processes")]

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::wait::wait_until;

/// The program while it runs. It is killed when the test fails before its end.
pub struct Running {
    child: Child,
    out: Option<Heard>,
    err: Option<Heard>,
}

/// What a program has said so far, by a thread that listens to its end.
struct Heard {
    text: Arc<Mutex<Vec<u8>>>,
    listener: JoinHandle<()>,
}

/// The program after it ran.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub out: String,
    /// What it wrote to standard error.
    pub err: String,
}

impl Running {
    /// Starts a program and listens to it.
    #[must_use]
    pub fn start(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let out = child.stdout.take().map(listen);
        let err = child.stderr.take().map(listen);
        Self { child, out, err }
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Reads the first line it writes and then goes away, as `head -1` does.
    pub fn read_one_line(command: &mut Command) -> (String, Self) {
        let mut child = command.spawn().unwrap();
        let err = child.stderr.take().map(listen);
        let mut line = String::new();
        BufReader::with_capacity(1, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        (line, Self { child, out: None, err })
    }

    /// Waits until it has said this, wherever.
    pub fn says(&self, words: &str) {
        let said = |heard: &Option<Heard>| heard.as_ref().is_some_and(|all| all.so_far().contains(words));
        wait_until(words, || said(&self.err) || said(&self.out));
    }

    /// Waits for its end.
    #[must_use]
    pub fn end(mut self) -> Ended {
        let mut code = None;
        wait_until("the end of the program", || match self.child.try_wait().unwrap() {
            Some(status) => {
                code = status.code();
                true
            }
            None => false,
        });
        let text = |heard: Option<Heard>| heard.map(Heard::all).unwrap_or_default();
        Ended { code, out: text(self.out.take()), err: text(self.err.take()) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(mut from: impl Read + Send + 'static) -> Heard {
    let text = Arc::new(Mutex::new(Vec::new()));
    let heard = text.clone();
    let listener = thread::spawn(move || {
        let mut piece = [0; 4_096];
        while let Ok(length @ 1..) = from.read(&mut piece) {
            heard.lock().unwrap().extend_from_slice(&piece[..length]);
        }
    });
    Heard { text, listener }
}

impl Heard {
    fn so_far(&self) -> String {
        String::from_utf8_lossy(&self.text.lock().unwrap()).into_owned()
    }

    fn all(self) -> String {
        self.listener.join().unwrap();
        String::from_utf8_lossy(&self.text.lock().unwrap()).into_owned()
    }
}

impl Ended {
    /// Checks that it ended well.
    #[track_caller]
    pub fn went_well(&self) {
        assert_eq!(self.code, Some(0), "{self:?}");
    }

    /// Checks that the request was refused with exactly this sentence, and nothing else was said.
    #[track_caller]
    pub fn was_refused(&self, sentence: &str) {
        assert_eq!(self.said(), (Some(2), sentence), "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
    }

    /// The exit code and the one sentence on standard error.
    #[must_use]
    #[track_caller]
    pub fn said(&self) -> (Option<i32>, &str) {
        let said =
            self.err.strip_prefix("mythline: ").and_then(|err| err.strip_suffix('\n')).unwrap_or(&self.err);
        assert!(!said.contains('\n'), "more than one line: {self:?}");
        (self.code, said)
    }

    /// The one JSON document that it wrote.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The JSON objects that it wrote, one a line.
    #[must_use]
    #[track_caller]
    pub fn objects(&self) -> Vec<Value> {
        let object = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        self.out.lines().map(object).collect()
    }
}
