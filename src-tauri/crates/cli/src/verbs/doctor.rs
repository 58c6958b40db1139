use clap::Args;
use mythline_studio::{Repaired, diagnose, repair};

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::{self, shown_line},
    wrap::wrap,
};

/// Check the program and the workspace; the report holds no text, no names and no keys
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 all is as it should be, 1 something is not.")]
pub(crate) struct Doctor {
    /// Mend what can be mended
    #[arg(long)]
    repair: bool,
}

impl Doctor {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let models = desk.models()?;
        let studio = if self.repair { desk.run(false).await } else { desk.look().await };
        if let Err(error) = &studio {
            out::warn(&error.message);
        }
        if self.repair {
            let repaired = repair(&desk.places, &*models, studio.as_ref()).await;
            if let Ok(studio) = &studio {
                desk.leave(studio).await;
            }
            return Ok(tell(desk, &repaired));
        }
        let diagnosis = diagnose(&desk.places, &*models, studio.as_ref(), None).await;
        if desk.out.json {
            desk.out.document(&diagnosis);
        } else {
            desk.out.line(out::shown(&diagnosis.to_string()).trim_end());
        }
        Ok(if diagnosis.findings.is_empty() { Exit::Done } else { Exit::Failed })
    }
}

fn tell(desk: &Desk, repaired: &[Repaired]) -> Exit {
    if desk.out.json {
        desk.out.document(&repaired);
    } else if repaired.is_empty() {
        desk.out.line("All is as it should be.");
    }
    for Repaired { finding, mended } in repaired.iter().filter(|_| !desk.out.json) {
        let outcome = if *mended { "mended" } else { "left as it is" };
        let said = format!("{} {} ({outcome})", finding.sentence(), finding.advice());
        desk.out.line(&wrap(&shown_line(&said), desk.out.measure()));
    }
    if repaired.iter().all(|one| one.mended) { Exit::Done } else { Exit::Failed }
}
