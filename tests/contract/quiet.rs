//! What the program has to do with a network while no server and no download was chosen: nothing.

use mythline_tests::{Running, World, network_calls};

use crate::PROGRAM;

#[test]
fn no_verb_opens_a_socket_where_no_server_was_chosen() {
    let world = World::with_notes(PROGRAM);
    for args in [
        &["write", "The Ferry"][..],
        &["jobs", "--all"],
        &["check", "The Ferry"],
        &["rewrite", "The Ferry", "2"],
        &["export", "The Ferry", "--format", "epub", "--output", "ferry.epub"],
        &["models"],
        &["notes"],
        &["doctor"],
    ] {
        let (ended, calls) = network_calls(&world, &world.command(args));
        assert!(matches!(ended.code, Some(0)), "{ended:?}");
        assert_eq!(calls, Vec::<String>::new(), "{args:?}");
    }
}

#[test]
fn a_socket_would_be_seen() {
    let world = World::with_notes(PROGRAM);
    let mut command = world.command(&["models", "add-server", "http://127.0.0.1:9", "--model", "far"]);
    command.env("MYTHLINE_REAL_MODELS", "1");
    let (_, calls) = network_calls(&world, &command);
    assert!(calls.iter().any(|call| call.contains("AF_INET")), "{calls:?}");
    // And without anybody who watches it does the same.
    Running::start(world.command(&["jobs"])).end().went_well();
}
