//! What the window can ask: one file a noun, one function a button. Each parses, calls the studio and
//! passes on what it says; an error crosses as its code and its sentence.

pub(crate) mod desktop;
pub(crate) mod downloads;
pub(crate) mod exports;
pub(crate) mod feeds;
pub(crate) mod files;
pub(crate) mod jobs;
pub(crate) mod models;
pub(crate) mod names;
pub(crate) mod notes;
pub(crate) mod queue;
pub(crate) mod records;
pub(crate) mod servers;
pub(crate) mod settings;
pub(crate) mod steps;
pub(crate) mod stories;
pub(crate) mod trouble;
pub(crate) mod workspace;

use mythline_protocol::CommandError;
use tauri::State;

use crate::desk::Desk;

/// The desk, as Tauri hands it to a command.
pub(crate) type OnDesk<'a> = State<'a, Desk>;

/// What every command answers.
pub(crate) type Answer<T> = Result<T, CommandError>;
