//! The page in the window, as a person sees it: words, buttons, pictures.

use std::fs;

use fantoccini::{Client, Locator, elements::Element};
use serde_json::Value;

use super::{SOON, display, target, until};

/// The page that is shown.
pub(crate) struct Page {
    client: Client,
    display: String,
}

impl Page {
    pub(crate) fn of(client: Client, display: String) -> Self {
        Self { client, display }
    }

    /// Runs a script in the page and answers what it returns.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// The same, where there may be no page that answers.
    #[allow(dead_code, reason = "the bench alone leaves its page")]
    pub(crate) async fn answer(&self, script: &str) -> Option<Value> {
        self.client.execute(script, Vec::new()).await.ok()
    }

    /// Runs a script that answers by a promise.
    pub(crate) async fn promised(&self, promise: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             ({promise}).then((value) => done({{ value }}), (error) => done({{ error: String(error?.message ?? error) }}));"
        );
        self.client
            .execute_async(&script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("{promise}: {error}"))
    }

    /// Every word that is to be read now.
    pub(crate) async fn words(&self) -> String {
        self.run("return document.body.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until these words are to be read.
    pub(crate) async fn reads(&self, words: &str) {
        let seen = async || self.words().await.contains(words);
        let begun = std::time::Instant::now();
        while !seen().await {
            if begun.elapsed() > SOON {
                self.picture("failed");
                panic!("the window does not say \"{words}\" but:\n{}", self.words().await);
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    /// Presses the first button whose name begins so.
    pub(crate) async fn press(&self, name: &str) {
        self.press_one("self::button or self::a or @role='tab' or @role='option' or @role='row'", name).await;
    }

    /// Presses what is called so in the menu that is open.
    pub(crate) async fn choose(&self, name: &str) {
        self.press_one("@role='menuitem'", name).await;
    }

    async fn press_one(&self, kind: &str, name: &str) {
        // What was drawn anew between the look and the press is looked for again.
        let begun = std::time::Instant::now();
        while let Err(error) = self.one(kind, name).await.click().await {
            assert!(begun.elapsed() < SOON, "{name}: {error}");
        }
    }

    /// Presses keys one after another, heard by whatever has the keyboard. A modifier holds until [`Key::Null`].
    pub(crate) async fn keys(&self, keys: impl AsRef<str>) {
        let here = self.client.active_element().await.expect("something has the keyboard");
        here.send_keys(keys.as_ref()).await.unwrap_or_else(|error| panic!("{:?}: {error}", keys.as_ref()));
    }

    /// Puts text into the field of this selector, in the place of what stands there.
    pub(crate) async fn fill(&self, field: &str, text: &str) {
        let found = self.client.wait().at_most(SOON).for_element(Locator::Css(field)).await;
        let field = found.unwrap_or_else(|error| panic!("{field}: {error}"));
        field.click().await.unwrap();
        field.clear().await.unwrap();
        // A new line is the key that makes one.
        field.send_keys(&text.replace('\n', "\u{E007}")).await.unwrap();
    }

    /// Waits until these words are not to be read any more.
    pub(crate) async fn reads_no(&self, words: &str) {
        until(SOON, words, async || !self.words().await.contains(words)).await;
    }

    /// Asks the program for something, as the page does. A refusal fails the test.
    pub(crate) async fn ask(&self, command: &str, arguments: &Value) -> Value {
        let asked = format!("window.__TAURI_INTERNALS__.invoke('{command}', {arguments})");
        let answer = self.promised(&asked).await;
        assert_eq!(answer["error"], Value::Null, "{command}: {answer}");
        answer["value"].clone()
    }

    /// The first thing to press whose name begins so, once it is there.
    async fn one(&self, kind: &str, name: &str) -> Element {
        let path = format!(
            "//*[{kind}]\
             [starts-with(normalize-space(@aria-label), '{name}') or (not(@aria-label) and starts-with(normalize-space(.), '{name}'))]"
        );
        let found = self.client.wait().at_most(SOON).for_element(Locator::XPath(&path)).await;
        match found {
            Ok(element) => element,
            Err(_) => {
                self.picture("failed");
                panic!("there is no \"{name}\" to press in:\n{}", self.words().await)
            }
        }
    }

    /// Keeps a picture of the window under `target/screens/window/`.
    pub(crate) fn picture(&self, name: &str) {
        let folder = target().join("screens/window");
        fs::create_dir_all(&folder).unwrap();
        display::picture(&self.display, &folder.join(format!("{name}.png")));
    }

    /// The address that is shown.
    pub(crate) async fn address(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }
}
