//! The real window: the built program under a virtual display, driven as a person would drive it.
//!
//! Needs `Xvfb`, `dbus-daemon`, `WebKitWebDriver` and python-dbusmock (Debian: xvfb, dbus-x11,
//! webkit2gtk-driver, python3-dbusmock), and the starter model. Pictures of each step are left in `target/screens/window/`.
#![cfg(target_os = "linux")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod answers;
mod broken_off;
mod desktop;
mod fences;
mod german;
mod given;
#[allow(dead_code, reason = "shared with the figures of the window")]
#[path = "bench/jobs.rs"]
mod jobs;
mod journey;
mod keyboard;
mod looks;
mod many;
mod models;
mod more;
mod moving_in;
mod outside;
mod queue;
mod quiet;
#[allow(dead_code, unreachable_pub, reason = "shared with the tests that need no window")]
#[path = "../src/server.rs"]
mod server;
#[allow(dead_code, unreachable_pub, reason = "shared with the tests that need no window")]
#[path = "../src/service.rs"]
mod service;
mod trouble;
mod world;
