use clap::Args;
use mythline_protocol::{
    CommandError, JobRow, JobStatus, Outlook, OutlookParams, PlayerPlace, StartAnswer, StartParams,
    StartResponse,
};
use mythline_studio::Studio;
use serde_json::json;

use crate::{
    at,
    desk::Desk,
    exit::{Answer, Exit},
    follow::{follow, verdict},
    out::{Out, shown_line},
    story,
    words::{about, count, list, short},
    wrap::wrap,
};

/// Write stories from the notes of these subjects, one after another
#[derive(Debug, Args)]
pub(crate) struct Write {
    /// Whose notes, as `mythline notes` lists them; quote a subject of several words
    #[arg(required_unless_present = "sample", value_name = "SUBJECT")]
    subjects: Vec<String>,
    /// Write the sample story; the workspace is made, and the sample notes laid into it, where they are not
    #[arg(long)]
    sample: bool,
    /// The main character; without it the story follows the person whom the notes follow
    #[arg(long, value_name = "NAME")]
    player: Option<String>,
    /// The main character's pronoun, where the notes do not know them
    #[arg(long, value_name = "he|she|they", value_parser = ["he", "she", "they"], hide_possible_values = true)]
    pronoun: Option<String>,
    /// Anything the writing should mind, in your words: tone, person, tense; a model that can only retell
    /// keeps it with the story and cannot follow it
    #[arg(long, value_name = "TEXT")]
    wish: Option<String>,
    /// The model, as `mythline models` lists them
    #[arg(long, value_name = "ID")]
    model: Option<String>,
    /// How many scenes; as many as the notes carry unless you say
    #[arg(long, value_name = "N")]
    scenes: Option<u32>,
    /// The same number writes the same story again
    #[arg(long, value_name = "N")]
    seed: Option<u32>,
    /// Begin at this time: 22:30, or 2026-11-23 22:30
    #[arg(long, value_name = "TIME", value_parser = at::read)]
    at: Option<i64>,
    /// Write down the plan and wait: read it, change it, and go on with mythline resume
    #[arg(long)]
    plan_first: bool,
    /// Leave the writing to the program that runs the jobs, or to one in the background, and return
    #[arg(long, conflicts_with = "print")]
    detach: bool,
    /// Print the story at the end even where the output is no terminal
    #[arg(long)]
    print: bool,
}

impl Write {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let studio = match (self.detach, self.sample) {
            (true, make) => desk.hand_over(make).await?,
            (false, true) => desk.act_made().await?,
            (false, false) => desk.act().await?,
        };
        let answer = self.write_all(desk, &studio).await;
        desk.leave(&studio).await;
        answer
    }

    async fn write_all(&self, desk: &Desk, studio: &Studio) -> Answer {
        let mut exit = Exit::Done;
        let mut started = Vec::new();
        let sample = if self.sample { Some(studio.sample_notes().await?.subject) } else { None };
        for subject in self.subjects.iter().chain(&sample) {
            let outlook = studio.outlook(self.outlook(subject)).await?;
            let start = match self.plan_first {
                true => studio.start_with_plan(self.start(subject), self.at).await?,
                false => studio.start_at(self.start(subject), self.at).await?,
            };
            let (model, retells) = known(studio, &outlook.model).await;
            announce(&desk.out, &outlook, &start, &model);
            if self.wish.is_some() && retells && !desk.out.json {
                desk.out
                    .line("  This model retells and cannot follow a wish; yours is kept with the story.\n");
            }
            started.push(start);
        }
        if self.detach {
            started.iter().for_each(|start| tell_detached(&desk.out, &start.job_id));
            return Ok(exit);
        }
        for start in started {
            let row = follow(desk, studio, &start.job_id).await?;
            exit = exit.and(finish(desk, studio, &row, self.print).await?);
            if exit == Exit::Cancelled {
                break;
            }
        }
        Ok(exit)
    }

    fn outlook(&self, subject: &str) -> OutlookParams {
        OutlookParams {
            subject: subject.to_owned(),
            player: self.player.clone(),
            model: self.model.clone(),
            scenes: self.scenes,
        }
    }

    fn start(&self, subject: &str) -> StartParams {
        StartParams {
            subject: subject.to_owned(),
            player: self.player.clone(),
            pronoun: self.pronoun.clone(),
            wish: self.wish.clone(),
            model: self.model.clone(),
            scenes: self.scenes,
            seed: self.seed,
        }
    }
}

/// Says that a job is written by another program, and how it is seen again.
pub(super) fn tell_detached(out: &Out, id: &str) {
    if !out.json {
        out.line(&format!("Written without this terminal. mythline wait {} follows it.", short(id)));
    }
}

/// Says beforehand what the notes carry and how long it takes.
fn announce(out: &Out, outlook: &Outlook, start: &StartResponse, model: &str) {
    if out.json {
        out.object(&json!({ "event": "started", "job": start, "outlook": outlook }));
        return;
    }
    out.line(&format!("{}", console::style(shown_line(&outlook.title)).bold()));
    for sentence in said(outlook, model) {
        out.line(&indent(&wrap(&shown_line(&sentence), out.measure() - 2)));
    }
    if start.status == StartAnswer::Attached {
        out.line("  The same story is under way already.");
    }
    out.line("");
}

/// A model's name for people, and whether it was seen to be able to retell alone.
async fn known(studio: &Studio, id: &str) -> (String, bool) {
    let models = studio.models().await.unwrap_or_default();
    let model = models.into_iter().find(|model| model.id == id);
    let retells = model.as_ref().and_then(|model| model.seen).is_some_and(|seen| !seen.reads_notes);
    (model.map_or_else(|| id.to_owned(), |model| model.name), retells)
}

fn said(outlook: &Outlook, model: &str) -> Vec<String> {
    let mut said = vec![format!(
        "Your notes ({}, {}) carry {} and about {} with {model}.",
        count(outlook.notes_words, "word"),
        count(outlook.facts, "fact"),
        count(outlook.scenes, "scene"),
        count(outlook.words, "word"),
    )];
    said.push(who(outlook));
    if !outlook.questions.is_empty() {
        said.push(format!("The notes leave open: {}", list(&outlook.questions)));
    }
    if let Some(seconds) = outlook.seconds {
        said.push(format!("It takes {} on this computer.", about(seconds)));
    }
    said
}

fn who(outlook: &Outlook) -> String {
    let (player, pronoun) = (&outlook.player, &outlook.pronoun);
    match (outlook.player_place, &outlook.player_of) {
        (PlayerPlace::TakesPlace, Some(other)) => {
            format!("{player} ({pronoun}) is not in the notes and takes the place of {other}.")
        }
        (PlayerPlace::Beside, Some(other)) => {
            format!("{player} ({pronoun}) is not in the notes and stands beside {other}.")
        }
        _ => format!("The story follows {player} ({pronoun})."),
    }
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// The end of a job that was followed: the story where there is a reader for it, what is to be said of
/// it, and at last where it lies.
pub(super) async fn finish(
    desk: &Desk,
    studio: &Studio,
    row: &JobRow,
    print: bool,
) -> Result<Exit, CommandError> {
    let out = &desk.out;
    let exit = verdict(row);
    if out.json {
        let result = if row.status == JobStatus::Completed {
            Some(studio.result(&row.id).await?.result)
        } else {
            None
        };
        out.object(&json!({ "event": "ended", "job": row, "result": result }));
        return Ok(exit);
    }
    if exit != Exit::Done || row.status != JobStatus::Completed {
        return Ok(exit);
    }
    if print || out.live {
        out.line("");
        out.line(&story::text(&studio.take(&row.id).await?, out.measure()));
        out.line("");
    }
    let look = format!(" mythline check {} says why.", short(&row.id));
    let look = if row.to_look_at > 0 { look.as_str() } else { "" };
    out.line(&wrap(&format!("{}{look}", shown_line(&row.message)), out.measure()));
    out.line(&desk.shown_path(&studio.file_path(&row.id, "story").await?));
    Ok(exit)
}
