//! What must run around the program: a display, a session bus, a driver.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
};

use rustix::process::{Pid, Signal, kill_process_group};

/// A process that ends with the test, and whatever it has started with it.
pub(crate) struct Started(Child);

impl Started {
    pub(crate) fn new(mut command: Command, name: &str) -> Self {
        let child = command.process_group(0).spawn();
        Self(child.unwrap_or_else(|error| panic!("{name} does not start; is it installed? {error}")))
    }

    /// The first line it prints.
    fn first_line(&mut self) -> String {
        let mut line = String::new();
        BufReader::new(self.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
        line.trim().to_owned()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = kill_process_group(Pid::from_child(&self.0), Signal::KILL);
        let _ = self.0.wait();
    }
}

/// An X server on the next free number, with room for the window and a margin.
pub(crate) fn start_display() -> (Started, String) {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1360x860x24", "-nolisten", "tcp"]);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut display = Started::new(command, "Xvfb");
    let number = display.first_line();
    (display, number)
}

/// A session bus: without it a second start does not find the first.
pub(crate) fn start_bus() -> (Started, String) {
    let mut command = Command::new("dbus-daemon");
    command.args(["--session", "--nofork", "--print-address=1"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut bus = Started::new(command, "dbus-daemon");
    let address = bus.first_line();
    (bus, address)
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
