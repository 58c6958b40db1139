//! What servers answer, in all their ways.

use mythline_models::StopCause;
use mythline_tests::Reply;

use crate::world::scripted;

#[tokio::test]
async fn a_stream_is_shown_as_it_comes_and_ends_where_a_stop_text_comes() {
    let (told, test) = scripted(vec![Reply::texts(&["Voss", " ran", " home.\nNote", ": more"])]).await;
    assert_eq!(told.text(), "Voss ran home.");
    let asked = &test.asked()[0];
    assert_eq!(asked.what, "POST /v1/chat/completions");
    assert_eq!(asked.body["stop"][0], "\n");
    assert_eq!(asked.header("authorization"), None);
}

#[tokio::test]
async fn characters_may_be_cut_anywhere_and_lines_may_end_anyhow() {
    let event =
        "data: {\"choices\":[{\"delta\":{\"content\":\"Ørsa — 🚢.\"}}]}\r\n\r\n: alive\r\n\r\ndata: [DONE]";
    let pieces: Vec<&[u8]> = event.as_bytes().chunks(1).collect();
    let (told, _test) = scripted(vec![Reply::bytes(&pieces)]).await;
    assert_eq!(told.text(), "Ørsa — 🚢.");
}

#[tokio::test]
async fn thoughts_empty_pieces_and_counts_are_no_text() {
    let events = [
        "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"Let me see.\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":null,\"reasoning\":\"Hm.\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"Voss ran.\"},\"finish_reason\":\"length\"}]}\n\n",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":90,\"completion_tokens\":3}}\n\n",
        "data: [DONE]\n\n",
    ];
    let (told, test) = scripted(vec![Reply::bytes(&events.map(str::as_bytes))]).await;
    let written = told.written.unwrap();
    assert_eq!(written.text, "Voss ran.");
    assert_eq!((written.cause, written.prompt_tokens, written.new_tokens), (StopCause::Length, 90, 3));
    assert_eq!(test.asked().len(), 1);
}

#[tokio::test]
async fn an_answer_in_one_piece_is_one_too() {
    let whole = r#"{"choices":[{"message":{"content":"Voss ran.\nMore"},"finish_reason":"stop"}]}"#;
    let (told, _test) = scripted(vec![Reply::status(200, whole)]).await;
    assert_eq!(told.text(), "Voss ran.");
}

#[tokio::test]
async fn an_answer_may_end_with_its_reason_alone() {
    let event =
        b"data: {\"choices\":[{\"delta\":{\"content\":\"Voss ran.\"},\"finish_reason\":\"stop\"}]}\n\n";
    for reply in [Reply::bytes(&[event]), Reply::bytes(&[event]).cut()] {
        let (told, test) = scripted(vec![reply]).await;
        assert_eq!(told.text(), "Voss ran.");
        assert_eq!(test.asked().len(), 1, "what is finished is not asked for again");
    }
}

#[tokio::test]
async fn markup_is_text() {
    let text = "<script>alert(1)</script> <|im_end|> **Voss** &amp;";
    let (told, _test) = scripted(vec![Reply::texts(&[text])]).await;
    assert_eq!(told.text(), text);
}

#[tokio::test]
async fn no_more_is_taken_than_was_asked_for() {
    let (told, _test) = scripted(vec![Reply::beginning(&["Voss "]).endless()]).await;
    let written = told.written.unwrap();
    assert_eq!(written.cause, StopCause::Length);
    assert_eq!(written.text, "Voss ".repeat(40));
}
