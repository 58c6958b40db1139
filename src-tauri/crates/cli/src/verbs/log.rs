use clap::Args;
use mythline_protocol::JobsEvent;

use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    follow::has_ended,
    interrupts::Interrupts,
    out::shown,
};

/// Show the log of a job
#[derive(Debug, Args)]
pub(crate) struct Log {
    /// The job, or the beginning of its id
    id: String,
    /// Follow it until the job has ended
    #[arg(short, long)]
    follow: bool,
}

impl Log {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let studio = desk.look().await?;
        let row = studio.job(&self.id)?;
        let log = studio.file(&row.id, "log").await?;
        if desk.out.json {
            desk.out.document(&log);
            return Ok(Exit::Done);
        }
        if log.cut {
            desk.out.line("(the beginning is left out)");
        }
        desk.out.line(shown(&log.text).trim_end());
        let mut told = log.text;
        let mut jobs = studio.subscribe_jobs();
        let mut interrupts = Interrupts::listen();
        while self.follow && !desk.out.is_closed() {
            let event = tokio::select! {
                event = jobs.next() => event,
                () = interrupts.next() => None,
            };
            let (Some(JobsEvent::Snapshot { .. } | JobsEvent::Batch { .. }), Ok(row)) =
                (event, studio.job(&row.id))
            else {
                break;
            };
            let log = studio.file(&row.id, "log").await?.text;
            let news = log.strip_prefix(&told).unwrap_or(&log);
            if !news.is_empty() {
                desk.out.line(shown(news).trim_end());
            }
            told = log;
            if has_ended(&row) {
                break;
            }
        }
        Ok(Exit::Done)
    }
}
