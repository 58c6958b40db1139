use std::{
    io::{IsTerminal, Write},
    sync::Mutex,
};

use clap::Args;
use console::Term;
use indicatif::{ProgressBar, ProgressStyle};
use mythline_protocol::{CommandError, DownloadOffer, ErrorCode, Fit, SuggestedModel};
use mythline_studio::Models;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::{
    exit::Exit,
    interrupts::Interrupts,
    out::{Out, shown_line},
    table::{Column, Table},
    words::size,
};

/// Between two lines of progress where no person reads along, in parts of the whole.
const STEPS: u64 = 20;

#[derive(Debug, Args)]
pub(super) struct Download {
    /// Its name on the hub: owner/name, or owner/name:q4_k_m; without one, models that are worth a try
    id: Option<String>,
    /// Download without asking
    #[arg(long, short)]
    yes: bool,
}

impl Download {
    pub(super) async fn run(self, out: &Out, models: &dyn Models) -> Result<Exit, CommandError> {
        let Some(id) = self.id else {
            suggest(out, &models.suggested());
            return Ok(Exit::Done);
        };
        let offer = models.look_up(&id).await?;
        if !self.yes && !agreed(&offer)? {
            out.line("Nothing was downloaded.");
            return Ok(Exit::Cancelled);
        }
        let stop = CancellationToken::new();
        let mut interrupts = Interrupts::listen();
        let bar = Face::new(out);
        let progress = |done: u64, all: u64| bar.show(done, all);
        let downloading = models.download(&id, &progress, stop.clone());
        tokio::pin!(downloading);
        let ended = tokio::select! {
            ended = &mut downloading => ended,
            () = interrupts.next() => {
                stop.cancel();
                interrupts.end_at_once();
                downloading.await
            }
        };
        bar.end();
        let model = ended?;
        if out.json {
            out.object(&model);
        } else {
            let name = shown_line(&model.name);
            out.line(&format!(
                "{name} is on the list as {}. Try it: mythline models test {}",
                model.id, model.id
            ));
        }
        Ok(Exit::Done)
    }
}

/// Asks whoever sits there; a program says `--yes`.
fn agreed(offer: &DownloadOffer) -> Result<bool, CommandError> {
    let unasked = || {
        CommandError::new(
            ErrorCode::BadOption,
            format!(
                "This would download {} from {}. Say --yes if you want it.",
                size(offer.bytes),
                offer.host
            ),
        )
    };
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err(unasked());
    }
    let licence = offer.licence.as_deref().map(shown_line).unwrap_or_else(|| "no licence named".to_owned());
    let sell = match offer.may_sell {
        Some(true) => "what it writes may be sold",
        Some(false) => "what it writes may not be sold",
        None => "read whether what it writes may be sold",
    };
    let fit = match offer.fit {
        Fit::Fits => "fits this computer",
        Fit::Tight => "a tight fit for this computer",
        Fit::TooBig => "too big for this computer's memory",
    };
    let mut term = Term::stderr();
    let file = shown_line(&offer.file);
    write!(
        term,
        "{file}, {} from {}; {licence}: {sell}; {fit}.\nDownload it? [y/N] ",
        size(offer.bytes),
        offer.host
    )
    .map_err(|_| unasked())?;
    let answer = term.read_line().map_err(|_| unasked())?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// How far a download is: a bar for people, an object a step for programs, else nothing.
struct Face<'o> {
    out: &'o Out,
    bar: Option<ProgressBar>,
    told: Mutex<Option<u64>>,
}

impl<'o> Face<'o> {
    fn new(out: &'o Out) -> Self {
        let style =
            ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left");
        let bar = out
            .live
            .then(|| ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())));
        Self { out, bar, told: Mutex::new(None) }
    }

    fn show(&self, done: u64, all: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(all);
            bar.set_position(done);
        } else if self.out.json {
            let step = done * STEPS / all.max(1);
            let mut told = self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if told.replace(step) != Some(step) {
                self.out.object(&json!({ "done": done, "total": all }));
            }
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn suggest(out: &Out, models: &[SuggestedModel]) {
    if out.json {
        return out.document(&models);
    }
    let mut table = Table::new(&[
        ("model", Column::Text),
        ("size", Column::Number),
        ("memory", Column::Text),
        ("licence", Column::Text),
        ("", Column::Flexible),
    ]);
    for model in models {
        let fit = match model.fit {
            Fit::Fits => "fits",
            Fit::Tight => "tight",
            Fit::TooBig => "too big",
        };
        table.row(vec![
            model.id.clone(),
            size(model.bytes),
            fit.to_owned(),
            model.licence.clone(),
            model.note.clone(),
        ]);
    }
    out.line(&table.text(out.width));
}
