use super::trial::Target;
use crate::{
    file::header_of,
    server::{Events, read_answer},
    stream::Stream,
};

/// A server's answer, from its bytes to the text that is shown.
pub(super) fn stream() -> Target {
    let seeds = &[
        "data: {\"choices\":[{\"delta\":{\"content\":\"Ørsa — 🚢.\"},\"finish_reason\":null}]}\n\ndata: [DONE]\n\n",
        ": alive\r\n\r\ndata: {\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm\"}}]}\r\n\r\n",
        "event: x\rid: 7\rdata: {\"choices\":[],\rdata: \"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}\r\r",
        "data: {\"error\":{\"code\":429,\"message\":\"slow down\"}}\n\n",
        "data: {\"choices\":[{\"message\":{\"content\":\"A.\"},\"finish_reason\":\"stop\"}]}",
    ];
    Target::of_texts("answers of servers", seeds, stream_run)
}

fn stream_run(bytes: &[u8]) -> bool {
    let read = |size: usize| -> Option<(Vec<String>, String)> {
        let (mut events, mut all) = (Events::default(), Vec::new());
        let mut text = Stream::new(vec!["\nNote:".into(), "。é".into()]);
        let mut shown = String::new();
        for piece in bytes.chunks(size) {
            all.extend(events.push(piece).ok()?);
        }
        all.extend(events.finish().ok()?);
        for said in all.iter().filter_map(|event| read_answer(event).ok()) {
            if text.push(said.text.as_bytes()) {
                break;
            }
            shown.push_str(text.fresh());
        }
        shown.push_str(text.finish());
        assert_eq!(shown, text.into_text(), "what is shown is the text");
        Some((all, shown))
    };
    let whole = read(bytes.len().max(1));
    assert_eq!(whole, read(1), "the same, however it is cut");
    assert_eq!(whole, read(7), "the same, however it is cut");
    whole.is_some_and(|(events, _)| !events.is_empty())
}

/// The header of a model's file.
pub(super) fn header() -> Target {
    Target { name: "headers of files", seeds: vec![gguf(3), gguf(2)], run: header_run }
}

fn header_run(bytes: &[u8]) -> bool {
    let header = header_of(bytes);
    // Whatever its numbers are, what follows from them is a number too.
    assert!(
        header
            .as_ref()
            .is_none_or(|header| header.memory(bytes.len() as u64, u32::MAX) >= bytes.len() as u64)
    );
    header.is_some()
}

/// A small file with a key of every kind and two tensors.
fn gguf(version: u32) -> Vec<u8> {
    let text = |text: &str| [&(text.len() as u64).to_le_bytes()[..], text.as_bytes()].concat();
    let key = |name: &str, kind: u32, value: &[u8]| [&text(name)[..], &kind.to_le_bytes(), value].concat();
    let array =
        |kind: u32, items: u64, bytes: &[u8]| [&kind.to_le_bytes()[..], &items.to_le_bytes(), bytes].concat();
    let tensor = |name: &str, offset: u64| {
        let sides = [32_u64.to_le_bytes(), 2_u64.to_le_bytes()].concat();
        [&text(name)[..], &2_u32.to_le_bytes(), &sides, &3_u32.to_le_bytes(), &offset.to_le_bytes()].concat()
    };
    let keys = [
        key("general.architecture", 8, &text("llama")),
        key("general.name", 8, &text("Small Öne")),
        key("general.license", 8, &text("mit")),
        key("general.file_type", 4, &3_u32.to_le_bytes()),
        key("general.alignment", 4, &32_u32.to_le_bytes()),
        key("llama.context_length", 4, &2048_u32.to_le_bytes()),
        key("llama.embedding_length", 10, &64_u64.to_le_bytes()),
        key("llama.attention.head_count", 5, &4_i32.to_le_bytes()),
        key("llama.rope.freq_base", 6, &1e4_f32.to_le_bytes()),
        key("tokenizer.ggml.add_bos_token", 7, &[1]),
        key("tokenizer.ggml.scores", 9, &array(6, 2, &[0; 8])),
        key("tokenizer.ggml.tokens", 9, &array(8, 2, &[text("a"), text("b")].concat())),
        key("tokenizer.chat_template", 8, &text("{{ messages }}")),
    ];
    let mut bytes = [&b"GGUF"[..], &version.to_le_bytes(), &2_u64.to_le_bytes()].concat();
    bytes.extend((keys.len() as u64).to_le_bytes());
    bytes.extend(keys.concat());
    bytes.extend([tensor("w", 0), tensor("v", 64)].concat());
    let weights = bytes.len().next_multiple_of(32) + 64 + 40;
    bytes.resize(weights, 0);
    bytes
}
