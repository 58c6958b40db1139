//! The window of Mythline: a thin shell. What the program can do is in `mythline-studio`; here stand
//! the window, the commands by which it asks, and the feed by which it is told.

mod arguments;
mod commands;
mod desk;
mod desktop;
mod display;
mod ending;
mod feed;
mod opening;
mod pickers;
mod window;

use std::path::Path;

use tauri::{AppHandle, Builder, Context, Manager, Runtime, ipc::Invoke};

pub use commands::names::COMMANDS;
pub use opening::Opener;
pub use pickers::Pickers;

/// Runs the program until its window is closed and its work is put down.
///
/// # Errors
/// When there is no display, or the window cannot be made.
pub fn run() -> anyhow::Result<()> {
    display::prepare()?;
    let opener = Opener::from_environment();
    let preferences = opener.preferences();
    let builder = Builder::default();
    #[cfg(not(target_os = "linux"))]
    let builder = builder.plugin(tauri_plugin_notification::init());
    let app = builder
        .plugin(tauri_plugin_single_instance::init(|app, arguments, here| {
            second_start(app, arguments, here.as_ref());
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(window::remembered()).build())
        .invoke_handler(commands())
        .setup(move |app| {
            set_desk(app.handle(), opener, pickers::chosen_by(app.handle()));
            #[cfg(unix)]
            ending::heed_signals(app.handle());
            window::open(app.handle(), &preferences)?;
            // Only now: what reads the workspace would keep the window's own processes from starting.
            open_first(app.handle());
            Ok(())
        })
        .build(context())?;
    app.run(ending::in_order);
    Ok(())
}

/// Puts the desk where the commands find it. They wait for what [`open_first`] opens.
pub fn set_desk<R: Runtime>(app: &AppHandle<R>, opener: Opener, pickers: Box<dyn Pickers>) {
    app.manage(desk::Desk::new(opener, pickers));
}

/// Begins to open the workspace of the start; the window need not wait.
pub fn open_first<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move { app.state::<desk::Desk>().open_first().await });
}

/// What the build made of `tauri.conf.json`, the capabilities and the page.
#[must_use]
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Every command: the same names as in [`COMMANDS`].
pub fn commands<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        commands::workspace::workspace_info,
        commands::workspace::open_workspace,
        commands::feeds::subscribe_jobs,
        commands::feeds::look_at,
        commands::feeds::subscribe_text,
        commands::feeds::unsubscribe,
        commands::jobs::start_story,
        commands::jobs::start_story_at,
        commands::jobs::start_with_plan,
        commands::jobs::outlook,
        commands::jobs::cancel_job,
        commands::jobs::pause_job,
        commands::jobs::resume_job,
        commands::jobs::retry_job,
        commands::jobs::write_now,
        commands::jobs::each_job,
        commands::jobs::list_jobs,
        commands::jobs::job_result,
        commands::jobs::job_take,
        commands::steps::rewrite_step,
        commands::steps::more_scenes,
        commands::steps::job_plan,
        commands::steps::change_plan,
        commands::steps::step_tries,
        commands::steps::choose_try,
        commands::steps::edit_step,
        commands::steps::leave_step,
        commands::steps::lock_step,
        commands::queue::hold_queue,
        commands::queue::pause_queue,
        commands::queue::set_limit,
        commands::queue::move_job,
        commands::records::discard_job,
        commands::records::clean_jobs,
        commands::records::clean_each,
        commands::records::clean_finished,
        commands::records::undo_clean,
        commands::files::job_files,
        commands::files::job_file,
        commands::files::show_in_folder,
        commands::files::open_job_file,
        commands::files::clear_of_secrets,
        commands::notes::list_notes,
        commands::notes::read_notes,
        commands::notes::save_notes,
        commands::notes::import_notes,
        commands::notes::import_dropped,
        commands::notes::given_notes,
        commands::stories::list_stories,
        commands::stories::read_story,
        commands::models::list_models,
        commands::models::import_model,
        commands::models::use_model,
        commands::models::test_model,
        commands::models::remove_model,
        commands::models::shelf_view,
        commands::downloads::look_up_model,
        commands::downloads::start_download,
        commands::downloads::stop_download,
        commands::downloads::discard_download,
        commands::downloads::subscribe_downloads,
        commands::servers::find_servers,
        commands::servers::server_models,
        commands::servers::add_server,
        commands::servers::change_server,
        commands::settings::change_preferences,
        commands::settings::preferences,
        commands::settings::older_than,
        commands::settings::clean_older,
        commands::exports::export_story,
        commands::exports::show_export,
        commands::notes::new_notes,
        commands::notes::rename_notes,
        commands::notes::remove_notes,
        commands::stories::choose_take,
        commands::desktop::begin_desktop,
        commands::desktop::notify,
        commands::desktop::answer_closing,
        commands::trouble::report_error,
        commands::trouble::diagnostics,
    ]
}

/// A second start hands its command line to the first and ends.
fn second_start<R: Runtime>(app: &AppHandle<R>, arguments: Vec<String>, started_in: &Path) {
    window::bring_forward(app);
    let given = arguments::given(arguments.into_iter().map(Into::into), started_in);
    opening::in_the_window(app, given);
}
