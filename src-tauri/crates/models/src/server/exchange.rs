use std::time::Instant;

use reqwest::header;
use tokio::time::Instant as Clock;

use super::{
    answer::{self, Said, Unread, Usage},
    body::{self, Body},
    events::Events,
    fault::Fault,
    line::Line,
    seam::Seam,
    vendor::Vendor,
};
use crate::{Generated, Request, StopCause, TextSink, stream::Stream};

/// Bytes of one answer at most, thoughts and all; a scene has some ten thousand.
const LARGEST: usize = 8 << 20;

/// One request under way: what has come so far, over as many tries as it takes. What a try brought is
/// kept, and the next goes on from it, so that no text comes twice.
pub(super) struct Exchange<'a> {
    line: &'a Line,
    vendor: &'static Vendor,
    model: &'a str,
    request: &'a Request,
    sink: &'a TextSink,
    stream: Stream,
    /// Everything that went into `stream`.
    kept: String,
    /// Pieces that came: about a token each.
    pieces: u32,
    begun: Instant,
    first: Option<Instant>,
    last: Instant,
    usage: Usage,
    bare: bool,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(
        line: &'a Line,
        vendor: &'static Vendor,
        model: &'a str,
        request: &'a Request,
        sink: &'a TextSink,
    ) -> Self {
        let now = Instant::now();
        Self {
            line,
            vendor,
            model,
            request,
            sink,
            stream: Stream::new(request.stop_at.clone()),
            kept: String::new(),
            pieces: 0,
            begun: now,
            first: None,
            last: now,
            usage: Usage::default(),
            bare: false,
        }
    }

    /// One try, from where the one before broke off.
    pub(super) async fn attempt(&mut self) -> Result<StopCause, Fault> {
        let left = self.request.max_tokens.saturating_sub(self.pieces);
        if left == 0 {
            return Ok(StopCause::Length);
        }
        match self.attempt_with(left).await {
            Err(fault) if fault.is_about_the_request() && !self.bare => {
                // It may only not know one of the knobs.
                tracing::info!(%fault, vendor = self.vendor.id, "asked again with less");
                self.bare = true;
                self.attempt_with(left).await
            }
            ended => ended,
        }
    }

    async fn attempt_with(&mut self, left: u32) -> Result<StopCause, Fault> {
        let Self { vendor, model, request, bare, .. } = *self;
        let body = Body { vendor, model, request, kept: &self.kept, left, bare }.json();
        let mut response = self.line.chat(&body).await?;
        let mut seam = Seam::after(&format!("{}{}", body::opening(&request.prompt), self.kept));
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if kind.is_some_and(|kind| kind.starts_with("application/json")) {
            // It does not stream: the answer comes in one piece.
            let whole = self.line.whole(response, LARGEST).await?;
            let said = self.read(&String::from_utf8_lossy(&whole))?;
            return Ok(self.take(&said, &mut seam).unwrap_or_else(|| self.end(&mut seam, StopCause::Done)));
        }
        let mut events = Events::default();
        let mut bytes = 0;
        let mut ended = None;
        // Comments keep a connection open and are no sign of the model.
        let mut deadline = Clock::now() + self.line.patience.first;
        loop {
            let wait = deadline.saturating_duration_since(Clock::now());
            let next = self.line.next(&mut response, wait).await;
            let piece = match next {
                // What is finished is finished, however the server hangs up.
                Err(_) if ended.is_some() => None,
                next => next?,
            };
            let whole = match &piece {
                Some(piece) => events.push(piece),
                None => events.finish().map(|event| event.into_iter().collect()),
            };
            for event in whole.map_err(|error| Fault::Garbage(error.to_string()))? {
                if event.trim() == "[DONE]" {
                    return Ok(self.end(&mut seam, ended.unwrap_or(StopCause::Done)));
                }
                if event.trim().is_empty() {
                    continue;
                }
                let said = self.read(&event)?;
                if said.thinks || !said.text.is_empty() || said.end.is_some() {
                    deadline = Clock::now() + self.line.patience.silence;
                }
                if let Some(cause) = self.take(&said, &mut seam) {
                    return Ok(cause);
                }
                ended = said.end.or(ended);
            }
            bytes += piece.as_ref().map_or(0, Vec::len);
            match (piece, ended) {
                (None, Some(cause)) => return Ok(self.end(&mut seam, cause)),
                (None, None) => return Err(Fault::Cut("the answer has no end".into())),
                (Some(_), _) if bytes > LARGEST => {
                    return Err(Fault::Garbage("an answer without end".into()));
                }
                (Some(_), _) => {}
            }
        }
    }

    fn read(&self, json: &str) -> Result<Said, Fault> {
        answer::read(json).map_err(|unread| match unread {
            Unread::Json(error) => Fault::Garbage(error.to_string()),
            Unread::Trouble { status: Some(status), message } => {
                Fault::Status { status, retry_after: None, detail: self.line.hide(&message) }
            }
            Unread::Trouble { status: None, message } => Fault::Cut(self.line.hide(&message)),
        })
    }

    /// Takes what was said; answers why it is enough, if it is.
    fn take(&mut self, said: &Said, seam: &mut Seam) -> Option<StopCause> {
        self.usage = said.usage.unwrap_or(self.usage);
        if said.text.is_empty() {
            return None;
        }
        self.last = Instant::now();
        self.first.get_or_insert(self.last);
        self.pieces += 1;
        let fresh = seam.push(&said.text);
        if self.show(&fresh) {
            return Some(StopCause::Done);
        }
        (self.pieces >= self.request.max_tokens).then(|| self.end(seam, StopCause::Length))
    }

    /// The end of an answer: what was in doubt is text.
    fn end(&mut self, seam: &mut Seam, cause: StopCause) -> StopCause {
        let rest = seam.finish();
        if self.show(&rest) { StopCause::Done } else { cause }
    }

    /// Shows what is new; answers whether a stop text came.
    fn show(&mut self, text: &str) -> bool {
        self.kept.push_str(text);
        let stopped = self.stream.push(text.as_bytes());
        hand(self.sink, self.stream.fresh());
        stopped
    }

    /// The request is done.
    pub(super) fn finish(mut self, cause: StopCause) -> Generated {
        hand(self.sink, self.stream.finish());
        let first = self.first.unwrap_or(self.last);
        Generated {
            text: self.stream.into_text(),
            cause,
            prompt_tokens: self.usage.prompt,
            reused_tokens: self.usage.reused,
            new_tokens: if self.usage.new > 0 { self.usage.new } else { self.pieces },
            first_token: first - self.begun,
            writing: self.last - first,
        }
    }
}

fn hand(sink: &TextSink, text: &str) {
    if !text.is_empty() {
        sink(text);
    }
}
