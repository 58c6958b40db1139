//! What goes wrong on the way: tried again where that may help, never with text taken twice, and told in a
//! sentence where it does not.

use std::{sync::Arc, time::Duration};

use mythline_models::{Model, ModelError, Patience, WhenDown};
use mythline_protocol::ErrorCode;
use mythline_tests::{LIMIT, Reply, TestServer};
use tokio_util::sync::CancellationToken;

use crate::world::{Keys, ask, model, patience, request, scripted, server};

/// So short that waiting for nothing costs a test nothing.
fn impatient() -> Patience {
    let short = Duration::from_millis(300);
    Patience { first: short, silence: short, ..patience() }
}

#[tokio::test]
async fn a_busy_server_is_asked_again() {
    for status in [408, 429, 500, 502, 503, 529] {
        let (told, test) = scripted(vec![Reply::status(status, "{}"), Reply::texts(&["Voss ran."])]).await;
        assert_eq!(told.text(), "Voss ran.", "{status}");
        assert_eq!(test.asked().len(), 2, "{status}");
    }
}

#[tokio::test]
async fn a_pause_that_the_server_asks_for_is_kept() {
    let busy = Reply::status(429, "{}").with("Retry-After", "1");
    let began = std::time::Instant::now();
    let (told, _test) = scripted(vec![busy, Reply::texts(&["Voss ran."])]).await;
    assert_eq!(told.text(), "Voss ran.");
    assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_pause_that_is_too_long_is_not_waited_for() {
    let busy = Reply::status(429, "{}").with("Retry-After", "86400");
    let (told, test) = scripted(vec![busy]).await;
    assert_eq!(told.code(), ErrorCode::ServerDown);
    assert_eq!(test.asked().len(), 1);
}

#[tokio::test]
async fn what_will_not_pass_is_told_at_once() {
    let elsewhere = Reply::status(307, "").with("Location", "http://127.0.0.1:1/v1/chat/completions");
    for (reply, code) in [
        (Reply::status(401, "{}"), ErrorCode::ServerRefused),
        (Reply::status(403, "{}"), ErrorCode::ServerRefused),
        (Reply::status(404, "{}"), ErrorCode::MissingModel),
        (elsewhere, ErrorCode::ServerDown),
    ] {
        let (told, test) = scripted(vec![reply]).await;
        assert_eq!(told.code(), code);
        assert_eq!(test.asked().len(), 1);
    }
}

#[tokio::test]
async fn a_server_that_knows_less_is_asked_for_less_once() {
    let (told, test) = scripted(vec![Reply::status(400, "{}"), Reply::texts(&["Voss ran."])]).await;
    assert_eq!(told.text(), "Voss ran.");
    let asked = test.asked();
    assert!(asked[0].body.get("min_p").is_some());
    assert!(asked[1].body.get("min_p").is_none());
    let (told, test) = scripted(vec![Reply::status(400, "{}")]).await;
    assert_eq!(told.code(), ErrorCode::ModelFailed);
    assert_eq!(test.asked().len(), 2);
}

#[tokio::test]
async fn a_stream_that_is_cut_is_gone_on_with_and_no_text_comes_twice() {
    let half = Reply::beginning(&["Voss ran ", "down to the"]);
    for vendor in ["llama.cpp", "openai"] {
        for rest in [" quay.", "down to the quay.", "Voss ran down to the quay."] {
            for broken in [half.clone().cut(), half.clone(), half.clone().silent()] {
                let test = TestServer::scripted(vec![broken, Reply::texts(&[rest])]).await;
                let told = ask(&model(&test, vendor, impatient()), request(&["\n"])).await;
                assert_eq!(told.text(), "Voss ran down to the quay.", "{vendor}: {rest}");
                let asked = test.asked();
                let messages = asked[1].body["messages"].as_array().unwrap();
                assert_eq!(messages[1]["content"], "Voss ran down to the", "{vendor}");
            }
        }
    }
}

#[tokio::test]
async fn a_cut_within_a_character_loses_the_half_and_nothing_else() {
    let event = |text: &str| format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n");
    let (begun, half) = (event("Ørsa ran"), event(" zur Brücke"));
    let at = half.find('ü').unwrap() + 1;
    let broken = Reply::bytes(&[begun.as_bytes(), &half.as_bytes()[..at]]).cut();
    let (told, test) = scripted(vec![broken, Reply::texts(&[" zur Brücke."])]).await;
    assert_eq!(told.text(), "Ørsa ran zur Brücke.");
    assert_eq!(test.asked()[1].body["messages"][1]["content"], "Ørsa ran");
}

#[tokio::test]
async fn a_model_that_is_gone_is_told_before_anything_is_written() {
    let test = TestServer::start(|_, _| Reply::models(&["another"])).await;
    let ready = model(&test, "ollama", impatient()).ready().await.unwrap_err();
    let ModelError::Failed { told, .. } = ready else { panic!("{ready:?}") };
    assert_eq!(
        (told.code, told.message.as_str()),
        (ErrorCode::MissingModel, "Far Model has no model m any more.")
    );
    assert!(test.asked().iter().all(|asked| asked.what == "GET /v1/models"));
}

#[tokio::test]
async fn trouble_within_a_stream_is_a_cut() {
    let trouble = b"data: {\"error\":{\"message\":\"overloaded\"}}\n\n";
    let begun = b"data: {\"choices\":[{\"delta\":{\"content\":\"Voss ran\"}}]}\n\n";
    for bad in [&trouble[..], b"data: {\"choi\n\n", b"<html>\n\ndata: <html>\n\n"] {
        let (told, _test) = scripted(vec![Reply::bytes(&[begun, bad]), Reply::texts(&[" home."])]).await;
        assert_eq!(told.text(), "Voss ran home.");
    }
}

#[tokio::test]
async fn a_server_in_trouble_for_good_is_given_up_with_a_sentence() {
    for (reply, sentence) in [
        (
            Reply::status(500, "panic at 0x7f sk-1"),
            "Far Model is in trouble. What was finished is kept; see how the server does and resume.",
        ),
        (
            Reply::beginning(&[]).silent(),
            "Far Model fell silent. What was finished is kept; see how the server does and resume.",
        ),
        (
            Reply::bytes(&[b": alive\n\n"]).endless(),
            "Far Model fell silent. What was finished is kept; see how the server does and resume.",
        ),
        (
            Reply::beginning(&["Voss"]).cut(),
            "Far Model broke off again and again. What was finished is kept; resume to try again.",
        ),
        (
            Reply::bytes(&[&[b'x'; 400_000]]),
            "Far Model does not answer as a language model does. What was finished is kept; check its address.",
        ),
    ] {
        let test = TestServer::scripted(vec![reply]).await;
        let told = ask(&model(&test, "llama.cpp", impatient()), request(&[])).await;
        let refusal = told.refusal();
        assert_eq!((refusal.code, refusal.message.as_str()), (ErrorCode::ServerDown, sentence));
        assert_eq!(test.asked().len(), 4, "as often as the patience says");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told() {
    let test = TestServer::scripted(vec![Reply::texts(&[])]).await;
    let far = server(&test, "other");
    drop(test);
    let model = mythline_models::ServerModel::new(far, Arc::new(Keys::default()), patience());
    let refusal = ask(&model, request(&[])).await.refusal();
    assert_eq!(
        refusal.message,
        "Far Model cannot be reached. What was finished is kept; start the server and resume."
    );
}

#[tokio::test]
async fn where_the_user_set_it_so_a_server_that_is_down_is_waited_for() {
    let test = TestServer::start(|_, before| match before {
        0..10 => Reply::status(503, "{}"),
        _ => Reply::texts(&["Voss ran."]),
    })
    .await;
    let waiting = mythline_models::Server { when_down: WhenDown::Wait, ..server(&test, "other") };
    let model = mythline_models::ServerModel::new(waiting, Arc::new(Keys::default()), patience());
    assert_eq!(ask(&model, request(&[])).await.text(), "Voss ran.");
    assert_eq!(test.asked().len(), 11);
}

#[tokio::test]
async fn a_stop_counts_at_any_time_and_hangs_up() {
    for reply in
        [Reply::beginning(&[]).silent(), Reply::beginning(&["Voss"]).silent(), Reply::status(503, "{}")]
    {
        let test = TestServer::scripted(vec![reply]).await;
        let long = Duration::from_secs(3_600);
        let model = model(
            &test,
            "other",
            Patience { first: long, silence: long, pause: long, longest: long, ..patience() },
        );
        let stop = CancellationToken::new();
        let writing = model.write(request(&[]), Arc::new(|_| {}), stop.clone());
        tokio::pin!(writing);
        // Until it is under way.
        while test.asked().is_empty() {
            tokio::select! {
                ended = &mut writing => panic!("{ended:?}"),
                () = tokio::task::yield_now() => {}
            }
        }
        stop.cancel();
        let ended = tokio::time::timeout(LIMIT, writing).await.unwrap();
        assert!(matches!(ended, Err(ModelError::Stopped)));
    }
}
