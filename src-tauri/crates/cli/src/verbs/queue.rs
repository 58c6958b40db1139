use clap::{Args, Subcommand};
use mythline_protocol::QueueSettings;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::{Out, shown_line},
    words::count,
};

/// Hold the queue or let it go on, and say how many jobs run at once; without a word, show how it stands
#[derive(Debug, Args)]
pub(crate) struct Queue {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Begin nothing new, and pause what runs
    Pause {
        /// Let what runs come to its end
        #[arg(long)]
        after_this: bool,
    },
    /// Go on, with what was paused with the queue
    Resume,
    /// Run so many jobs of a model at once
    Limit {
        #[arg(value_name = "N", value_parser = clap::value_parser!(u32).range(1..=64))]
        limit: u32,
        /// For this model alone
        #[arg(long, value_name = "ID")]
        model: Option<String>,
    },
}

impl Queue {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let Some(what) = self.what else {
            tell(&desk.out, &desk.look().await?.queue_settings().await);
            return Ok(Exit::Done);
        };
        let studio = desk.act().await?;
        match what {
            What::Pause { after_this: false } => studio.pause_queue().await?,
            What::Pause { after_this: true } => studio.hold_queue(true).await?,
            What::Resume => studio.hold_queue(false).await?,
            What::Limit { limit, model } => {
                studio.set_limit(model.as_deref(), usize::try_from(limit).unwrap_or(1)).await?;
            }
        }
        tell(&desk.out, &studio.queue_settings().await);
        desk.leave(&studio).await;
        Ok(Exit::Done)
    }
}

fn tell(out: &Out, queue: &QueueSettings) {
    if out.json {
        return out.document(queue);
    }
    out.line(if queue.held {
        "The queue is held: nothing new begins. mythline queue resume lets it go on."
    } else {
        "The queue goes on."
    });
    out.line(&format!("At once for each model: {}.", count(queue.limit, "job")));
    for (model, limit) in &queue.limits {
        out.line(&format!("  {}: {}", shown_line(model), count(*limit, "job")));
    }
}
