use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use mythline_models::{
    Generated, Keychain, Model, ModelError, Patience, Prompt, Request, Role, Sampling, Secret, Server,
    ServerModel, TextSink, Turn, WhenDown,
};
use mythline_protocol::{CommandError, ErrorCode};
use mythline_tests::{Reply, TestServer};
use tokio_util::sync::CancellationToken;

/// A keychain in the memory.
#[derive(Default)]
pub(crate) struct Keys(pub(crate) Mutex<HashMap<String, Secret>>);

impl Keychain for Keys {
    fn get(&self, name: &str) -> Result<Option<Secret>, CommandError> {
        Ok(self.0.lock().unwrap().get(name).cloned())
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), CommandError> {
        self.0.lock().unwrap().insert(name.to_owned(), secret.clone());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), CommandError> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

/// Enough for a busy machine where an answer comes, and short where none does.
pub(crate) fn patience() -> Patience {
    let pause = Duration::from_millis(1);
    Patience { pause, longest: pause, tries: 4, asked: Duration::from_secs(60), ..Patience::default() }
}

pub(crate) fn server(test: &TestServer, vendor: &str) -> Server {
    Server {
        id: "far".into(),
        name: "Far Model".into(),
        url: test.url(),
        model: "m".into(),
        vendor: vendor.into(),
        key: None,
        plain_http: false,
        at_once: 1,
        when_down: WhenDown::Fail,
        others: serde_json::Map::new(),
    }
}

pub(crate) fn model(test: &TestServer, vendor: &str, patience: Patience) -> ServerModel {
    ServerModel::new(server(test, vendor), Arc::new(Keys::default()), patience)
}

pub(crate) fn request(stop_at: &[&str]) -> Request {
    let turns = vec![Turn { role: Role::User, text: "The boat came home.".into() }];
    Request {
        prompt: Prompt::Chat { turns, opening: String::new() },
        max_tokens: 40,
        stop_at: stop_at.iter().map(ToString::to_string).collect(),
        sampling: Sampling {
            temperature: 0.4,
            min_p: 0.1,
            repeat_penalty: 1.0,
            repeat_last: 64,
            dry: 0.0,
            seed: 7,
        },
        json: None,
    }
}

/// What came of one request: the answer, and what was shown on the way.
pub(crate) struct Told {
    pub(crate) written: Result<Generated, ModelError>,
    pub(crate) shown: String,
}

impl Told {
    /// The text, which must be what was shown.
    #[track_caller]
    pub(crate) fn text(self) -> String {
        let written = self.written.unwrap();
        assert_eq!(written.text, self.shown, "what is shown is what is written, once and in order");
        written.text
    }

    #[track_caller]
    pub(crate) fn refusal(self) -> CommandError {
        match self.written.unwrap_err() {
            ModelError::Failed { told, .. } => told,
            ModelError::Stopped => panic!("stopped"),
        }
    }

    #[track_caller]
    pub(crate) fn code(self) -> ErrorCode {
        self.refusal().code
    }
}

pub(crate) async fn ask(model: &dyn Model, request: Request) -> Told {
    let shown = Arc::new(Mutex::new(String::new()));
    let sink: TextSink = Arc::new({
        let shown = shown.clone();
        move |piece: &str| shown.lock().unwrap().push_str(piece)
    });
    let written = model.write(request, sink, CancellationToken::new()).await;
    let shown = shown.lock().unwrap().clone();
    Told { written, shown }
}

/// Asks a server that works through these replies.
pub(crate) async fn scripted(replies: Vec<Reply>) -> (Told, TestServer) {
    let test = TestServer::scripted(replies).await;
    let told = ask(&model(&test, "llama.cpp", patience()), request(&["\n"])).await;
    (told, test)
}
