//! The real window: the built program under a virtual display, driven as a person would drive it.
//!
//! Needs `Xvfb`, `dbus-daemon`, `WebKitWebDriver` and python-dbusmock (Debian: xvfb, dbus-x11,
//! webkit2gtk-driver, python3-dbusmock), and the starter model. Pictures of each step are left in `target/screens/window/`.
#![cfg(target_os = "linux")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod broken_off;
mod desktop;
mod fences;
mod given;
mod journey;
mod looks;
mod models;
mod moving_in;
mod quiet;
#[allow(dead_code, unreachable_pub, reason = "shared with the tests that need no window")]
#[path = "../src/server.rs"]
mod server;
#[allow(dead_code, unreachable_pub, reason = "shared with the tests that need no window")]
#[path = "../src/service.rs"]
mod service;
mod trouble;
mod world;
