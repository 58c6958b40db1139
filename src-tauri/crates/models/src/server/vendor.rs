use reqwest::Url;

use crate::Sampling;

/// What one kind of server does in its own way. All of them speak OpenAI's chat; the rest is here.
#[derive(Debug, PartialEq)]
pub(crate) struct Vendor {
    /// As it is kept in the configuration.
    pub(crate) id: &'static str,
    /// For people.
    pub(crate) name: &'static str,
    /// Where it answers when its address has no path.
    pub(super) root: &'static str,
    /// Hosts that are it.
    hosts: &'static [&'static str],
    /// The port it usually has on this computer.
    pub(super) port: Option<u16>,
    /// What it writes as `owned_by` in its list of models.
    owners: &'static [&'static str],
    /// What it calls the most tokens to write.
    pub(super) limit: &'static str,
    /// What it calls the ways to choose a token; those that are not named it does not know.
    pub(super) knobs: &'static [(Knob, &'static str)],
    /// Stop texts it takes at most.
    pub(super) stops: usize,
    /// Whether it goes on with a last message of the assistant's instead of answering it.
    pub(super) goes_on: bool,
    /// What it is sent besides, name and truth, to make it go on.
    pub(super) to_go_on: &'static [(&'static str, bool)],
    /// Whether it says how many tokens it took when it is asked to.
    pub(super) counts: bool,
    /// Where its list of models says how many tokens one takes, as JSON pointers.
    pub(super) context: &'static [&'static str],
}

/// A way to choose a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Knob {
    MinP,
    RepeatPenalty,
    RepeatLast,
    Dry,
    Seed,
}

impl Knob {
    /// Its value in a request.
    pub(super) fn value(self, how: &Sampling) -> serde_json::Value {
        // Through text, so that 0.1 does not become 0.10000000149.
        let plain = |value: f32| value.to_string().parse::<f64>().unwrap_or_default().into();
        match self {
            Self::MinP => plain(how.min_p),
            Self::RepeatPenalty => plain(how.repeat_penalty),
            Self::RepeatLast => how.repeat_last.into(),
            Self::Dry => plain(how.dry),
            Self::Seed => how.seed.into(),
        }
    }
}

/// A server of which nothing is known but that it is compatible.
const OTHER: Vendor = Vendor {
    id: "other",
    name: "a compatible server",
    root: "/v1",
    hosts: &[],
    port: None,
    owners: &[],
    limit: "max_tokens",
    knobs: &[(Knob::Seed, "seed")],
    stops: 4,
    goes_on: false,
    to_go_on: &[],
    counts: true,
    context: &["/context_length", "/max_model_len", "/context_window", "/meta/n_ctx_train"],
};

/// The servers that are known, as their documentation describes them.
pub(super) const VENDORS: [Vendor; 7] = [
    Vendor { id: "ollama", name: "Ollama", port: Some(11_434), owners: &["library"], goes_on: true, ..OTHER },
    Vendor {
        id: "lm-studio",
        name: "LM Studio",
        port: Some(1_234),
        owners: &["organization_owner"],
        knobs: &[(Knob::RepeatPenalty, "repeat_penalty"), (Knob::Seed, "seed")],
        ..OTHER
    },
    Vendor {
        id: "llama.cpp",
        name: "llama.cpp",
        port: Some(8_080),
        owners: &["llamacpp"],
        knobs: &[
            (Knob::MinP, "min_p"),
            (Knob::RepeatPenalty, "repeat_penalty"),
            (Knob::RepeatLast, "repeat_last_n"),
            (Knob::Dry, "dry_multiplier"),
            (Knob::Seed, "seed"),
        ],
        goes_on: true,
        context: &["/meta/n_ctx", "/meta/n_ctx_train"],
        ..OTHER
    },
    Vendor {
        id: "vllm",
        name: "vLLM",
        port: Some(8_000),
        owners: &["vllm"],
        knobs: &[(Knob::MinP, "min_p"), (Knob::RepeatPenalty, "repetition_penalty"), (Knob::Seed, "seed")],
        goes_on: true,
        to_go_on: &[("add_generation_prompt", false), ("continue_final_message", true)],
        context: &["/max_model_len"],
        ..OTHER
    },
    Vendor {
        id: "openrouter",
        name: "OpenRouter",
        root: "/api/v1",
        hosts: &["openrouter.ai"],
        knobs: &[(Knob::MinP, "min_p"), (Knob::RepeatPenalty, "repetition_penalty"), (Knob::Seed, "seed")],
        goes_on: true,
        context: &["/top_provider/context_length", "/context_length"],
        ..OTHER
    },
    Vendor {
        id: "openai",
        name: "OpenAI",
        hosts: &["api.openai.com"],
        limit: "max_completion_tokens",
        ..OTHER
    },
    OTHER,
];

/// The one of this id.
pub(crate) fn by_id(id: &str) -> &'static Vendor {
    VENDORS.iter().find(|vendor| vendor.id == id).unwrap_or(&OTHER)
}

/// The one whose host or usual port this is.
pub(super) fn by_address(url: &Url) -> &'static Vendor {
    let host = url.host_str().unwrap_or_default();
    let is_host =
        |known: &str| host == known || host.strip_suffix(known).is_some_and(|sub| sub.ends_with('.'));
    let is_port = |vendor: &&Vendor| vendor.port.is_some() && url.port() == vendor.port;
    let by_host = VENDORS.iter().find(|vendor| vendor.hosts.iter().any(|known| is_host(known)));
    by_host.or_else(|| VENDORS.iter().find(is_port)).unwrap_or(&OTHER)
}

/// The one that says so in its list of models; else the one whose address it is.
pub(super) fn by_owner(owner: &str, url: &Url) -> &'static Vendor {
    VENDORS.iter().find(|vendor| vendor.owners.contains(&owner)).unwrap_or_else(|| by_address(url))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{by_address, by_id, by_owner};

    #[test]
    fn a_vendor_is_known_by_what_it_says_then_by_its_host_then_by_its_port() {
        let url = |text: &str| text.parse().unwrap();
        assert_eq!(by_address(&url("https://api.openai.com/v1")).id, "openai");
        assert_eq!(by_address(&url("https://eu.openrouter.ai/")).id, "openrouter");
        assert_eq!(by_address(&url("https://notopenrouter.ai/")).id, "other");
        assert_eq!(by_address(&url("http://localhost:1234")).id, "lm-studio");
        assert_eq!(by_owner("llamacpp", &url("http://localhost:8000")).id, "llama.cpp");
        assert_eq!(by_owner("somebody", &url("http://localhost:8000")).id, "vllm");
        assert_eq!(by_id("of a later version").id, "other");
    }
}
