//! Nothing is sent where no server was chosen.

use mythline_protocol::AddServerParams;
use mythline_tests::{Reply, TestServer, World};

/// The program, with a server on its list that is not the one that writes: everything is done that a
/// user does, and nobody comes to the server.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_not_chosen_hears_nothing() {
    let test = TestServer::scripted(vec![Reply::models(&["far"])]).await;
    let world = World::with_notes(env!("CARGO_BIN_EXE_mythline-on-trial"));
    let config = world.home().join(".config/mythline");
    let folder = mythline_files::Folder::create(&config).unwrap();
    let shelf = mythline_models::Shelf::open(folder, &config);
    shelf.add_server(AddServerParams { url: test.url(), ..AddServerParams::default() }).await.unwrap();
    let before = test.connections();
    assert!(before > 0, "the server must be able to hear");

    world.write();
    for verb in [&["models", "list"][..], &["models", "servers"], &["jobs"], &["notes"]] {
        world.run(verb).went_well();
    }
    assert_eq!(shelf.list().await.unwrap().len(), 2);
    assert_eq!(shelf.servers().await.unwrap().len(), 1);
    shelf.set_default("far").await.unwrap();
    shelf.get("far").unwrap();
    shelf.set_default("smollm2-135m").await.unwrap();
    shelf.remove("far").await.unwrap();
    assert_eq!(test.connections(), before);
}
