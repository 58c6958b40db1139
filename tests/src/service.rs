#![allow(clippy::unwrap_used, reason = "a test's own process")]

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::Value;

/// A story service of another make, `tests/moving_in/service.py`, at work in a folder. It does one thing at a
/// time, when it is told to, and answers when that is done.
pub struct Service {
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Service {
    /// Starts it.
    ///
    /// # Panics
    /// When the packages that it is written with are not there.
    #[must_use]
    pub fn start(folder: &Path) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let packages = root.join("target/tools/python");
        assert!(packages.is_dir(), "the Python packages of the tests are missing: run .ci/setup/python");
        let mut child = Command::new("python3")
            .arg(root.join("tests/moving_in/service.py").canonicalize().unwrap())
            .env("PYTHONPATH", packages.canonicalize().unwrap())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let asks = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, asks, answers }
    }

    /// Sends a request, such as `GET /status/1`. Answers its code and its body.
    pub fn ask(&mut self, request: &str) -> (u64, Value) {
        writeln!(self.asks, "{request}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let mut answer: Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{request}: {e}"));
        (answer["code"].as_u64().unwrap(), answer["body"].take())
    }

    /// The same, for a request that goes well.
    #[track_caller]
    pub fn done(&mut self, request: &str) -> Value {
        let (code, body) = self.ask(request);
        assert_eq!(code, 200, "{request}: {body}");
        body
    }

    /// Lets a work take its next step.
    #[track_caller]
    pub fn step(&mut self, name: &str) {
        self.done(&format!("step {name}"));
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
