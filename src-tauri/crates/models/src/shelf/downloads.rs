//! Models from the hub: looked up, downloaded after the user's word, and put on the shelf.

use std::path::Path;

use mythline_files::{FileError, Folder, RelPath};
use mythline_protocol::{CommandError, DownloadOffer, ErrorCode, ModelInfo, SuggestedModel};
use tokio_util::sync::CancellationToken;

use super::{
    Shelf,
    info::info,
    licence,
    list::{Entry, List},
    model_file,
    seen::Seen,
    told,
};
use crate::{
    file,
    hub::{Choice, Download, Hub, Progress, SUGGESTED, Wish},
};

impl Shelf {
    /// Models that are worth a try, with whether this computer carries them. Nothing is asked of the hub.
    #[must_use]
    pub fn suggested(&self) -> Vec<SuggestedModel> {
        let shown = |model: &crate::hub::Suggested| SuggestedModel {
            id: model.id.to_owned(),
            name: model.name.to_owned(),
            billions: model.billions,
            bytes: model.bytes,
            fit: file::fit(memory(model.bytes)),
            licence: model.licence.to_owned(),
            note: model.note.to_owned(),
        };
        SUGGESTED.iter().map(shown).collect()
    }

    /// What a download would be: asked of the hub, and nothing downloaded.
    ///
    /// # Errors
    /// The name is none, the hub does not know it or cannot be reached.
    pub async fn look_up(&self, id: &str) -> Result<DownloadOffer, CommandError> {
        let hub = self.hub()?;
        let choice = hub.look(&Wish::parse(id)?).await.map_err(told)?;
        Ok(DownloadOffer {
            id: id.trim().to_owned(),
            file: choice.file.clone(),
            host: hub.host().to_owned(),
            bytes: choice.bytes,
            fit: file::fit(memory(choice.bytes)),
            may_sell: choice.licence.as_deref().and_then(licence::may_sell),
            licence: choice.licence,
        })
    }

    /// Downloads a model and puts it on the shelf. To be called only after the user said so. Cancelled or
    /// broken off, it keeps what has come, and goes on there the next time.
    ///
    /// # Errors
    /// As [`Shelf::look_up`]; there is too little disk, or what comes is not what the hub says.
    pub async fn download(
        &self,
        id: &str,
        progress: &Progress<'_>,
        stop: CancellationToken,
    ) -> Result<ModelInfo, CommandError> {
        let hub = self.hub()?;
        let wish = Wish::parse(id)?;
        let choice = tokio::select! {
            biased;
            () = stop.cancelled() => return Err(stopped()),
            choice = hub.look(&wish) => choice.map_err(told)?,
        };
        let data =
            Folder::create(&self.data).map_err(|error| error.command_error("The folder of your models"))?;
        let download = Download { hub: &hub, choice: &choice, data: &data };
        let path = download.run(progress, &stop).await.map_err(|error| match error {
            crate::ModelError::Stopped => stopped(),
            error => told(error),
        })?;
        self.aside(move |shelf| shelf.keep_download(&path, choice)).await
    }

    fn keep_download(&self, path: &Path, choice: Choice) -> Result<ModelInfo, CommandError> {
        let id = self.adopt(path)?.id;
        let _changing = self.change();
        let mut list = List::load(&self.config)?;
        let at = list.files.iter().position(|entry| entry.id == id);
        let Some(entry) = at.map(|at| &mut list.files[at]) else {
            return Err(CommandError::new(
                ErrorCode::MissingModel,
                "The model was taken off the shelf meanwhile.",
            ));
        };
        entry.hub = Some(choice.repository);
        entry.licence = choice.licence;
        let entry = entry.clone();
        list.save(&self.config)?;
        let info = info(&model_file(&entry), &self.default_of(&list), &list);
        Ok(Seen::load(self).in_info(self, &list, info))
    }

    /// Removes the file of a model that was downloaded: only from where downloads are.
    pub(super) fn remove_download(&self, entry: &Entry) -> Result<(), CommandError> {
        let unremoved = |error: FileError| error.command_error("The file of the model");
        let path = Path::new(&entry.path);
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return Ok(()) };
        let file = RelPath::new(["models", name]).map_err(unremoved)?;
        let Ok(data) = Folder::open(&self.data) else { return Ok(()) };
        let ours = data.absolute(&file).canonicalize().is_ok_and(|ours| ours == path);
        if ours { data.remove(&file).map_err(unremoved) } else { Ok(()) }
    }

    fn hub(&self) -> Result<Hub, CommandError> {
        self.hub_place.as_deref().map_or_else(Hub::public, Hub::at)
    }
}

/// Memory that a file of so many bytes needs, about, before its header is known.
fn memory(bytes: u64) -> u64 {
    bytes + bytes / 8 + (512 << 20)
}

fn stopped() -> CommandError {
    CommandError::new(
        ErrorCode::NotNow,
        "The download was stopped. What has come is kept; the same command goes on with it.",
    )
}
