//! The scripted model does as its script says, when it is let.
#![cfg(feature = "fake")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::sync::Arc;

use common::{chat, greedy, keeping, request, told, write};
use mythline_models::{FakeModel, FakeStep, Model, ModelError, Request};
use mythline_protocol::ErrorCode;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn it_works_through_its_script_in_a_circle() {
    let model = FakeModel::new(
        "fake",
        [
            FakeStep::Text("One two three.\nFour.".into()),
            FakeStep::Fail(ErrorCode::ModelFailed, "It broke.".into()),
        ],
    );
    let (sink, pieces) = keeping();
    let asked = Request { stop_at: vec!["\n".into()], ..request(chat("Go."), 50, greedy()) };
    let written = model.write(asked.clone(), sink, CancellationToken::new()).await.unwrap();
    assert_eq!((written.text.as_str(), written.new_tokens), ("One two three.", 3));
    assert_eq!(*pieces.lock().unwrap(), ["One ", "two ", "three."]);
    assert_eq!(told(write(&model, asked.clone()).await), (ErrorCode::ModelFailed, "It broke.".into()));
    assert_eq!(write(&model, asked.clone()).await.unwrap().text, "One two three.");
    assert_eq!(model.asked(), [asked.clone(), asked.clone(), asked]);
}

#[tokio::test]
async fn it_waits_where_it_is_held_and_stops_when_told() {
    let model = Arc::new(FakeModel::new("fake", [FakeStep::Text("a b c d".into())]));
    model.hold();
    let stop = CancellationToken::new();
    let (sink, pieces) = keeping();
    let writing = tokio::spawn({
        let (model, stop) = (model.clone(), stop.clone());
        async move { model.write(request(chat("Go."), 9, greedy()), sink, stop).await }
    });
    model.allow(2);
    model.written(2).await;
    stop.cancel();
    assert!(matches!(writing.await.unwrap(), Err(ModelError::Stopped)));
    assert_eq!(pieces.lock().unwrap().concat(), "a b ");
    model.release();
    assert_eq!(write(&*model, request(chat("Go."), 9, greedy())).await.unwrap().text, "a b c d");
}
