mod download;
mod servers;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use console::style;
use mythline_protocol::{CommandError, Fit, ModelInfo, ModelOrigin};

use self::{download::Download, servers::AddServer};
use crate::{
    desk::Desk,
    exit::{Answer, Exit},
    out::{Out, shown, shown_line},
    table::{Column, Table},
    words::size,
    wrap::wrap,
};

/// List the models, use a model file or a server of yours, or try one out
#[derive(Debug, Args)]
pub(crate) struct Models {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the models
    List,
    /// Use a GGUF file of yours where it lies
    Import {
        /// The file
        file: PathBuf,
    },
    /// Choose the model that new stories are written with
    Use {
        /// The model
        id: String,
    },
    /// Let a model write two sentences, and measure it
    Test {
        /// The model; else the one that new stories are written with
        id: Option<String>,
    },
    /// Write with a model on a server that speaks OpenAI's chat
    AddServer(AddServer),
    /// List the servers
    Servers,
    /// Look for servers on this computer
    Find,
    /// Get a model from the hub, resumed where it broke off; without a name, what is worth a try
    Download(Download),
    /// Take a model off the list; a file of yours stays where it lies, a download goes
    Remove {
        /// The model
        id: String,
    },
}

impl Models {
    pub(crate) async fn run(self, desk: &Desk) -> Answer {
        let models = desk.models()?;
        let out = &desk.out;
        match self.what.unwrap_or(What::List) {
            What::List => list(out, &models.list().await?),
            What::Import { file } => {
                let model = models.import(&file).await?;
                if out.json {
                    out.document(&model);
                } else {
                    let name = shown_line(&model.name);
                    out.line(&format!(
                        "{name} is on the shelf as {}. Try it: mythline models test {}",
                        model.id, model.id
                    ));
                }
            }
            What::Use { id } => {
                models.use_model(&id).await?;
                if out.json {
                    out.document(&models.list().await?);
                } else {
                    out.line(&format!("New stories are written with {}.", shown_line(&id)));
                }
            }
            What::Test { id } => {
                let id = match id {
                    Some(id) => id,
                    None => default(&models.list().await?)?,
                };
                let test = models.test(&id).await?;
                if out.json {
                    out.document(&test);
                } else {
                    out.line(&wrap(&shown(test.text.trim()), out.measure()));
                    let facts = format!(
                        "{:.0} tokens a second; the first after {:.1} s",
                        test.seen.tokens_per_s,
                        test.seen.first_token_ms / 1_000.0
                    );
                    out.line(&format!("\n{}", style(facts).dim()));
                    if let Some(who) = &test.computed_by {
                        out.line(&style(shown_line(who)).dim().to_string());
                    }
                }
            }
            What::AddServer(server) => server.run(out, &*models).await?,
            What::Download(download) => return download.run(out, &*models).await,
            What::Servers => servers::list(out, &models.servers().await?),
            What::Find => servers::found(out, &models.find_servers().await),
            What::Remove { id } => {
                models.remove(&id).await?;
                if out.json {
                    out.document(&models.list().await?);
                } else {
                    out.line(&format!("{} is off the list.", shown_line(&id)));
                }
            }
        }
        Ok(Exit::Done)
    }
}

fn default(models: &[ModelInfo]) -> Result<String, CommandError> {
    models.iter().find(|model| model.is_default).map(|model| model.id.clone()).ok_or_else(|| {
        CommandError::new(
            mythline_protocol::ErrorCode::MissingModel,
            "There is no model yet. mythline models import FILE takes a GGUF file of yours.",
        )
    })
}

fn list(out: &Out, models: &[ModelInfo]) {
    if out.json {
        out.document(&models);
        return;
    }
    let mut table = Table::new(&[
        ("model", Column::Text),
        ("name", Column::Flexible),
        ("size", Column::Number),
        ("memory", Column::Text),
        ("speed", Column::Number),
        ("", Column::Flexible),
    ]);
    for model in models {
        let remark = match (&model.problem, model.is_default) {
            (Some(problem), _) => style(shown_line(problem)).red().to_string(),
            (None, true) => "writes new stories".to_owned(),
            (None, false) => String::new(),
        };
        let fit = match model.fit {
            Fit::Fits => "fits",
            Fit::Tight => "tight",
            Fit::TooBig => "too big",
        };
        let on_server = model.origin == ModelOrigin::Server;
        table.row(vec![
            shown_line(&model.id),
            shown_line(&model.name),
            if on_server { String::new() } else { size(model.bytes) },
            if on_server { "server".to_owned() } else { fit.to_owned() },
            model.seen.map(|seen| format!("{:.0} tokens/s", seen.tokens_per_s)).unwrap_or_default(),
            remark,
        ]);
    }
    out.line(&table.text(out.width));
    for model in models.iter().filter(|model| !model.note.is_empty()) {
        let note = format!("{}: {}", shown_line(&model.id), shown_line(&model.note));
        out.line(&format!("\n{}", style(wrap(&note, out.measure())).dim()));
    }
}
