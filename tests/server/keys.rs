//! A key goes to its server, in one header, and is seen nowhere else.

use std::sync::Arc;

use mythline_models::{KeyPlace, Keychain, Model, ModelError, Secret, Server, ServerModel};
use mythline_protocol::ErrorCode;
use mythline_tests::{Reply, TestServer};

use crate::world::{Keys, ask, patience, request, server};

const KEY: &str = "sk-very-secret-1234";

fn keyed(test: &TestServer) -> ServerModel {
    let keys = Keys::default();
    keys.set("far", &Secret::new(KEY).unwrap()).unwrap();
    let server = Server { key: Some(KeyPlace::Keychain), ..server(test, "openai") };
    ServerModel::new(server, Arc::new(keys), patience())
}

#[tokio::test]
async fn a_key_goes_to_its_server() {
    let test = TestServer::scripted(vec![Reply::texts(&["Voss ran."])]).await;
    assert_eq!(ask(&keyed(&test), request(&[])).await.text(), "Voss ran.");
    assert_eq!(test.asked()[0].header("authorization"), Some("Bearer sk-very-secret-1234"));
}

#[tokio::test]
async fn a_key_does_not_follow_a_redirect() {
    let other = TestServer::scripted(vec![Reply::texts(&["Stolen."])]).await;
    for status in [301, 302, 303, 307, 308] {
        let to = format!("{}/chat/completions", other.url());
        let test = TestServer::scripted(vec![Reply::status(status, "").with("Location", &to)]).await;
        assert_eq!(ask(&keyed(&test), request(&[])).await.code(), ErrorCode::ServerDown);
    }
    assert_eq!(other.connections(), 0, "nobody was there");
}

#[tokio::test]
async fn a_key_that_the_server_says_again_is_in_no_error() {
    let body = format!("{{\"error\":{{\"message\":\"Incorrect API key provided: {KEY}\"}}}}");
    let event = format!("data: {{\"error\":{{\"code\":401,\"message\":\"bad key {KEY}\"}}}}\n\n");
    for reply in [Reply::status(401, &body), Reply::status(500, &body), Reply::bytes(&[event.as_bytes()])] {
        let test = TestServer::scripted(vec![reply]).await;
        let error = ask(&keyed(&test), request(&[])).await.written.unwrap_err();
        let ModelError::Failed { told, cause } = &error else { panic!("{error:?}") };
        for seen in
            [format!("{error:?}"), format!("{error}"), format!("{cause:#} {cause:?}"), told.message.clone()]
        {
            assert!(!seen.contains("very-secret"), "{seen}");
        }
    }
}

#[tokio::test]
async fn a_key_that_is_gone_is_said_before_anything_is_sent() {
    let test = TestServer::scripted(vec![Reply::texts(&["Voss ran."])]).await;
    for key in [KeyPlace::Keychain, KeyPlace::Environment("MYTHLINE_NO_SUCH_KEY".into())] {
        let server = Server { key: Some(key), ..server(&test, "openai") };
        let model = ServerModel::new(server, Arc::new(Keys::default()), patience());
        assert_eq!(ask(&model, request(&[])).await.code(), ErrorCode::ServerRefused);
        assert!(model.ready().await.is_err());
    }
    assert_eq!(test.connections(), 0);
}
