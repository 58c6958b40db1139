use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use mythline_models::{Generated, Model, Request, StopCause, TextSink};
use mythline_protocol::TextEvent;
use tokio_util::sync::CancellationToken;

use super::{prompt, report::Report, run::Halt};
use crate::text::{sentences, word_count};

/// Seeds for every try, from the request's and from where the try stands: the same each time, whatever
/// was written or resumed before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seeds(u32);

impl Seeds {
    pub(crate) fn new(seed: u32, step: &str) -> Self {
        Self(Self::mix(seed, step.as_bytes()))
    }

    pub(crate) fn of_text(text: &str) -> u32 {
        Self::mix(0, text.as_bytes())
    }

    /// The seed of a try at a fact.
    pub(crate) fn of(self, fact: &str, attempt: u32) -> u32 {
        Self::mix(self.0.wrapping_add(attempt.wrapping_mul(0x9E37_79B9)), fact.as_bytes())
    }

    /// FNV-1a.
    fn mix(seed: u32, bytes: &[u8]) -> u32 {
        let step = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        bytes.iter().fold(seed.to_le_bytes().iter().fold(0x811C_9DC5, step), step)
    }
}

/// Shows text while it is written: everything before `offset` stays.
pub(crate) struct Shown<'a> {
    pub report: &'a dyn Report,
    pub step: &'a str,
    pub attempt: u32,
    /// UTF-16 units of the step that are settled.
    pub offset: u32,
    /// What parts the try from what is settled: a space, or nothing.
    pub lead: &'a str,
}

impl Shown<'_> {
    /// Puts text after what is settled, in place of what was shown there.
    pub(crate) fn replace(&self, text: &str) {
        self.report.text(TextEvent {
            step: self.step.to_owned(),
            attempt: self.attempt,
            offset: self.offset,
            text: text.to_owned(),
        });
    }
}

/// One try that is asked for.
pub(crate) struct Ask<'a> {
    /// What is to be retold.
    pub note: &'a str,
    /// How the answer begins; empty for as the model likes.
    pub opening: &'a str,
    pub temperature: f32,
    pub seed: u32,
}

/// Lets the model write one try and answers it cleaned, or `None` when nothing of it can be used.
pub(crate) async fn attempt(
    model: &dyn Model,
    ask: &Ask<'_>,
    stop: &CancellationToken,
    shown: &Shown<'_>,
) -> Result<Option<String>, Halt> {
    let generated = stream(model, prompt::retell(ask), ask.opening, stop, shown).await?;
    Ok(clean(&format!("{}{}", ask.opening, generated.text), generated.cause))
}

/// Lets the model write, and shows it meanwhile after what the answer begins with.
pub(crate) async fn stream(
    model: &dyn Model,
    request: Request,
    opening: &str,
    stop: &CancellationToken,
    shown: &Shown<'_>,
) -> Result<Generated, Halt> {
    let (sink, mut pieces) = channel();
    let writing = model.write(request, sink, stop.clone());
    tokio::pin!(writing);
    let begun = format!("{}{opening}", shown.lead);
    let at = AtomicU32::new(shown.offset + units(&begun));
    shown.replace(&begun);
    let show = |piece: String| {
        let offset = at.fetch_add(units(&piece), Ordering::Relaxed);
        shown.report.text(TextEvent {
            step: shown.step.to_owned(),
            attempt: shown.attempt,
            offset,
            text: piece,
        });
    };
    let generated = loop {
        tokio::select! {
            biased;
            Some(piece) = pieces.recv() => show(piece),
            done = &mut writing => break done?,
        }
    };
    while let Ok(piece) = pieces.try_recv() {
        show(piece);
    }
    Ok(generated)
}

fn channel() -> (TextSink, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let (send, receive) = tokio::sync::mpsc::unbounded_channel();
    // A run that has ended listens no more; what is written then is for nobody.
    let sink: TextSink = Arc::new(move |piece: &str| drop(send.send(piece.to_owned())));
    (sink, receive)
}

/// How long a text is in UTF-16 units.
pub(crate) fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// Sentences of a try that are kept at most.
const MOST_SENTENCES: usize = 2;

/// A try as it can stand in a story: whole sentences, two at most, without quotation marks around it.
fn clean(text: &str, cause: StopCause) -> Option<String> {
    let text = text.trim();
    let whole =
        text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).filter(|text| !text.contains('"'));
    let text = whole.unwrap_or(text).trim();
    let mut spans = sentences(text);
    let ends = |text: &str| text.ends_with(['.', '!', '?', '"', '”', '…']);
    if spans.last().is_some_and(|last| !ends(&text[last.clone()])) {
        // The last sentence is cut: by the limit, or because the model stopped in its middle.
        if cause == StopCause::Length || spans.len() > 1 {
            spans.pop();
        }
    }
    spans.truncate(MOST_SENTENCES);
    let (first, last) = (spans.first()?, spans.last()?);
    let mut kept = text[first.start..last.end].to_owned();
    if !ends(&kept) {
        kept.push('.');
    }
    (word_count(&kept) >= 2).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_cut_to_whole_sentences() {
        let done = |text: &str| clean(text, StopCause::Done);
        assert_eq!(done(" She ran. He fell. They slept. "), Some("She ran. He fell.".to_owned()));
        assert_eq!(done("\"She ran home.\""), Some("She ran home.".to_owned()));
        assert_eq!(done("She ran home"), Some("She ran home.".to_owned()));
        assert_eq!(clean("She ran home. He fell and", StopCause::Length), Some("She ran home.".to_owned()));
        assert_eq!(clean("She ran and", StopCause::Length), None);
        assert_eq!(done("  "), None);
    }

    #[test]
    fn seeds_depend_on_where_the_try_stands() {
        let seeds = Seeds::new(7, "introduction");
        assert_eq!(seeds.of("f1", 1), Seeds::new(7, "introduction").of("f1", 1));
        assert_ne!(seeds.of("f1", 1), seeds.of("f1", 2));
        assert_ne!(seeds.of("f1", 1), seeds.of("f2", 1));
        assert_ne!(seeds.of("f1", 1), Seeds::new(8, "introduction").of("f1", 1));
    }
}
