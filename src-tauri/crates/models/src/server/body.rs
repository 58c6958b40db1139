use serde_json::{Map, Value, json};

use super::vendor::Vendor;
use crate::{Prompt, Request, Role, Turn};

/// What is sent, for one try.
pub(super) struct Body<'a> {
    pub(super) vendor: &'a Vendor,
    pub(super) model: &'a str,
    pub(super) request: &'a Request,
    /// What an earlier try of the same request wrote before it broke off.
    pub(super) kept: &'a str,
    /// Tokens that are left to write.
    pub(super) left: u32,
    /// Only what every server knows.
    pub(super) bare: bool,
}

impl Body<'_> {
    pub(super) fn json(&self) -> Value {
        let Request { stop_at, sampling, .. } = self.request;
        let mut body = Map::new();
        let mut set = |name: &str, value: Value| drop(body.insert(name.to_owned(), value));
        set("model", self.model.into());
        set("messages", self.messages());
        set("stream", true.into());
        set(self.vendor.limit, self.left.into());
        if !self.bare {
            let temperature: f64 = sampling.temperature.to_string().parse().unwrap_or_default();
            set("temperature", temperature.into());
            for (knob, name) in self.vendor.knobs {
                set(name, knob.value(sampling));
            }
            let stops: Vec<&String> =
                stop_at.iter().filter(|stop| !stop.is_empty()).take(self.vendor.stops).collect();
            if !stops.is_empty() {
                set("stop", json!(stops));
            }
            if let Some(schema) = &self.request.json {
                let named = json!({ "name": "answer", "schema": schema });
                set("response_format", json!({ "type": "json_schema", "json_schema": named }));
            }
            if self.vendor.counts {
                set("stream_options", json!({ "include_usage": true }));
            }
        }
        if self.vendor.goes_on && !self.begun().is_empty() {
            for (name, truth) in self.vendor.to_go_on {
                set(name, (*truth).into());
            }
        }
        body.into()
    }

    /// The beginning of the answer: what was asked for, and what was kept.
    fn begun(&self) -> String {
        // Some servers refuse an answer that ends in a space.
        format!("{}{}", opening(&self.request.prompt), self.kept).trim_end().to_owned()
    }

    fn messages(&self) -> Value {
        let mut messages = match &self.request.prompt {
            Prompt::Chat { turns, .. } => turns.iter().map(message).collect(),
            Prompt::Plain(text) => vec![say(
                "user",
                &format!("Go on with this text. Answer with what follows, and nothing else.\n\n{text}"),
            )],
        };
        let begun = self.begun();
        if begun.is_empty() {
            return messages.into();
        }
        if self.vendor.goes_on {
            messages.push(say("assistant", &begun));
        } else if self.kept.is_empty() {
            let last = messages.last_mut().and_then(|last| last.get_mut("content"));
            if let Some(content) = last {
                let text = content.as_str().unwrap_or_default();
                *content = format!("{text}\n\nBegin your answer with exactly these words: {begun}").into();
            }
        } else {
            messages.push(say("assistant", &begun));
            messages.push(say("user", "Go on exactly where you stopped, and say nothing again."));
        }
        messages.into()
    }
}

/// How the answer is to begin.
pub(super) fn opening(prompt: &Prompt) -> &str {
    match prompt {
        Prompt::Chat { opening, .. } => opening,
        Prompt::Plain(_) => "",
    }
}

fn message(turn: &Turn) -> Value {
    let role = match turn.role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
    };
    say(role, &turn.text)
}

fn say(role: &str, text: &str) -> Value {
    json!({ "role": role, "content": text })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Body;
    use crate::{Prompt, Request, Role, Sampling, Turn, server::vendor};

    fn request() -> Request {
        let turns = vec![Turn { role: Role::User, text: "The boat came home.".into() }];
        Request {
            prompt: Prompt::Chat { turns, opening: "At dawn ".into() },
            max_tokens: 70,
            stop_at: vec!["\n".into()],
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

    fn body(vendor: &str, kept: &str, bare: bool) -> serde_json::Value {
        let vendor = vendor::by_id(vendor);
        Body { vendor, model: "m", request: &request(), kept, left: 60, bare }.json()
    }

    #[test]
    fn each_vendor_is_asked_in_its_own_words() {
        assert_eq!(
            body("vllm", "", false),
            json!({
                "model": "m",
                "messages": [
                    { "role": "user", "content": "The boat came home." },
                    { "role": "assistant", "content": "At dawn" },
                ],
                "stream": true,
                "max_tokens": 60,
                "temperature": 0.4,
                "min_p": 0.1,
                "repetition_penalty": 1.0,
                "seed": 7,
                "stop": ["\n"],
                "stream_options": { "include_usage": true },
                "add_generation_prompt": false,
                "continue_final_message": true,
            })
        );
        let openai = body("openai", "", false);
        assert_eq!(openai["max_completion_tokens"], 60);
        assert!(openai.get("min_p").is_none() && openai.get("max_tokens").is_none());
        let asked = "The boat came home.\n\nBegin your answer with exactly these words: At dawn";
        assert_eq!(openai["messages"], json!([{ "role": "user", "content": asked }]));
    }

    #[test]
    fn a_shape_is_asked_for_in_the_way_they_share() {
        let schema = json!({ "type": "object" });
        let request = Request { json: Some(schema.clone()), ..request() };
        let vendor = vendor::by_id("llama.cpp");
        let body = Body { vendor, model: "m", request: &request, kept: "", left: 60, bare: false }.json();
        let named = json!({ "name": "answer", "schema": schema });
        assert_eq!(body["response_format"], json!({ "type": "json_schema", "json_schema": named }));
    }

    #[test]
    fn what_was_kept_is_gone_on_from() {
        let messages = &body("llama.cpp", "Voss ran ", false)["messages"];
        assert_eq!(messages[1], json!({ "role": "assistant", "content": "At dawn Voss ran" }));
        assert!(messages.get(2).is_none());
        let messages = &body("openai", "Voss ran ", false)["messages"];
        assert_eq!(messages[1]["content"], "At dawn Voss ran");
        assert_eq!(messages[2]["role"], "user");
    }

    #[test]
    fn a_bare_request_has_only_what_every_server_knows() {
        let body = body("llama.cpp", "", true);
        let names: Vec<&str> =
            body.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["model", "messages", "stream", "max_tokens"]);
    }
}
