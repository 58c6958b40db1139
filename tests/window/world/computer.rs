//! Everything that a program sees of a computer, and nothing of the one that the tests run on.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

use super::display::{Started, start_bus, start_display};

/// A home folder, a display and a session bus.
pub(crate) struct Computer {
    home: TempDir,
    pub(crate) display: String,
    bus: String,
    _around: [Started; 2],
}

impl Computer {
    /// With nothing in its home.
    pub(crate) fn new() -> Self {
        let home = tempfile::Builder::new().prefix("mythline-window-").tempdir().unwrap();
        let (x, number) = start_display();
        let display = format!(":{number}");
        let (session, bus) = start_bus();
        for folder in ["config", "data", "cache", "run"] {
            std::fs::create_dir(home.path().join(folder)).unwrap();
        }
        Self { home, display, bus, _around: [x, session] }
    }

    /// The home folder.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A connection to the session's bus.
    pub(crate) fn bus(&self) -> zbus::blocking::Connection {
        zbus::blocking::connection::Builder::address(self.bus.as_str()).unwrap().build().unwrap()
    }

    /// A command that sees this computer and no other.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        let home = self.home();
        command
            .stdin(Stdio::null())
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("DBUS_SYSTEM_BUS_ADDRESS", &self.bus)
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("MYTHLINE_WORKSPACE");
        command
    }
}
