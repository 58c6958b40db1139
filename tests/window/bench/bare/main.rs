//! An empty window of the same making, for the bench to measure against: Tauri, one page, one colour.

fn main() {
    if let Err(error) =
        tauri::Builder::default().run(tauri::generate_context!("../tests/window/bench/bare/tauri.conf.json"))
    {
        eprintln!("{error}");
        std::process::exit(1);
    }
}
