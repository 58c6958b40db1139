//! What `tauri.conf.json` must go on saying.

use serde_json::{Value, json};

fn configuration() -> Value {
    serde_json::from_str(include_str!("../../src-tauri/tauri.conf.json")).unwrap()
}

#[test]
fn the_page_may_load_nothing_but_its_own_files() {
    let policy = configuration()["app"]["security"]["csp"].clone();
    assert_eq!(policy["default-src"], json!("'none'"));
    for (directive, sources) in policy.as_object().unwrap() {
        for source in sources.as_str().unwrap().split(' ') {
            // Tauri's own way to the program, which is no host of the network.
            let ours = ["'none'", "'self'", "ipc:", "http://ipc.localhost"].contains(&source);
            assert!(ours, "{directive} allows {source}");
        }
    }
}

#[test]
fn the_page_gets_no_hold_of_tauri_itself() {
    let app = &configuration()["app"];
    assert_eq!(app["withGlobalTauri"], json!(false));
    assert_eq!(app["security"]["freezePrototype"], json!(true));
    assert_eq!(app["security"]["capabilities"], json!(["main"]));
    assert!(app["security"]["assetProtocol"].is_null());
    assert!(app["security"]["dangerousDisableAssetCspModification"].is_null());
}

#[test]
fn there_is_one_window_of_the_size_drawn() {
    let windows = configuration()["app"]["windows"].clone();
    let [window] = windows.as_array().unwrap().as_slice() else { panic!("one window") };
    assert_eq!((&window["width"], &window["height"]), (&json!(1360), &json!(860)));
    assert_eq!((&window["minWidth"], &window["minHeight"]), (&json!(860), &json!(560)));
    // It is made in code, which adds what it refuses.
    assert_eq!(window["create"], json!(false));
}

#[test]
fn the_icons_are_there() {
    for icon in configuration()["bundle"]["icon"].as_array().unwrap() {
        let file = format!("{}/{}", env!("CARGO_MANIFEST_DIR"), icon.as_str().unwrap());
        assert!(std::fs::metadata(&file).is_ok_and(|icon| icon.len() > 0), "{file}");
    }
}
