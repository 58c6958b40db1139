//! Models from the hub: looked up, downloaded after the user's word, and put on the shelf.

use std::path::Path;

use mythline_files::{FileError, FileFault, Folder, PartFile, RelPath};
use mythline_protocol::{
    CommandError, Computer, Download as Shown, DownloadOffer, ErrorCode, ModelInfo, ShelfView, SuggestedModel,
};
use tokio_util::sync::CancellationToken;

use super::{
    Shelf,
    info::info,
    licence,
    list::{Arriving, Entry, List},
    model_file,
    seen::Seen,
    told,
};
use crate::{
    file,
    hub::{Choice, Download, Hub, Progress, SUGGESTED, Suggested, Wish, part},
};

impl Shelf {
    /// What stands around the models: this computer, the servers, and what is worth a try. Nothing is
    /// asked of anybody.
    ///
    /// # Errors
    /// The list is damaged.
    pub async fn view(&self) -> Result<ShelfView, CommandError> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let cores = u32::try_from(cores).unwrap_or(u32::MAX);
        Ok(ShelfView {
            computer: Computer { memory: file::memory_in_all(), cores },
            servers: self.servers().await?,
            suggested: self.aside(|shelf| Ok(shelf.suggested_now(&List::load(&shelf.config)?))).await?,
            host: self.hub()?.host().to_owned(),
        })
    }

    /// Models that are worth a try, with whether this computer carries them. Nothing is asked of the hub.
    #[must_use]
    pub fn suggested(&self) -> Vec<SuggestedModel> {
        SUGGESTED.iter().map(suggested).collect()
    }

    /// Those of them that are neither there nor on their way.
    fn suggested_now(&self, list: &List) -> Vec<SuggestedModel> {
        let there = |model: &&Suggested| {
            let same = |name: &str| repository(name) == repository(model.id);
            list.arriving.iter().any(|known| same(&known.id))
                || list.files.iter().any(|known| known.hub.as_deref().is_some_and(same))
        };
        SUGGESTED.iter().filter(|model| !there(model)).map(suggested).collect()
    }

    /// What a download would be: asked of the hub, and nothing downloaded.
    ///
    /// # Errors
    /// The name is none, the hub does not know it or cannot be reached.
    pub async fn look_up(&self, id: &str) -> Result<DownloadOffer, CommandError> {
        let hub = self.hub()?;
        let choice = hub.look(&Wish::parse(id)?).await.map_err(told)?;
        Ok(offer(&Arriving::of(id, &choice), hub.host()))
    }

    /// Downloads that were begun and are not whole, with what has come of each.
    ///
    /// # Errors
    /// The list is damaged.
    pub async fn arriving(&self) -> Result<Vec<Shown>, CommandError> {
        let host = self.hub()?.host().to_owned();
        self.aside(move |shelf| {
            let data = Folder::open(&shelf.data).ok();
            let done = |arriving: &Arriving| {
                let place = data.as_ref()?.absolute(&part(&arriving.sha256).ok()?);
                Some(place.metadata().ok()?.len().min(arriving.bytes))
            };
            let shown = |arriving: &Arriving| Shown {
                offer: offer(arriving, &host),
                done: done(arriving).unwrap_or(0),
                going: false,
                seconds_left: None,
                problem: None,
            };
            Ok(List::load(&shelf.config)?.arriving.iter().map(shown).collect())
        })
        .await
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
        download.check_room().map_err(told)?;
        let begun = Arriving::of(id, &choice);
        self.aside(move |shelf| shelf.begin(begun)).await?;
        let path = download.run(progress, &stop).await.map_err(|error| match error {
            crate::ModelError::Stopped => stopped(),
            error => told(error),
        })?;
        let id = id.trim().to_owned();
        self.aside(move |shelf| shelf.keep_download(&id, &path, choice)).await
    }

    /// Gives a download up: what has come of it goes.
    ///
    /// # Errors
    /// There is none of this name, it is under way, or its part cannot be removed.
    pub async fn discard_download(&self, id: &str) -> Result<(), CommandError> {
        let id = id.trim().to_owned();
        self.aside(move |shelf| {
            let _changing = shelf.change();
            let mut list = List::load(&shelf.config)?;
            let at = list.arriving.iter().position(|known| known.id == id).ok_or_else(|| {
                CommandError::new(ErrorCode::MissingModel, "There is no download of this name.")
            })?;
            shelf.remove_part(&list.arriving.remove(at))?;
            list.save(&shelf.config)
        })
        .await
    }

    /// Notes what is on its way, so that the next start knows of it. What came of another state of the same
    /// model is of no use any more.
    fn begin(&self, begun: Arriving) -> Result<(), CommandError> {
        let _changing = self.change();
        let mut list = List::load(&self.config)?;
        let at = list.arriving.iter().position(|known| known.id == begun.id);
        match at.map(|at| &mut list.arriving[at]) {
            Some(known) if *known == begun => return Ok(()),
            Some(known) => {
                let before = std::mem::replace(known, begun);
                if before.sha256 != known.sha256 {
                    self.remove_part(&before)?;
                }
            }
            None => list.arriving.push(begun),
        }
        list.save(&self.config)
    }

    fn keep_download(&self, wish: &str, path: &Path, choice: Choice) -> Result<ModelInfo, CommandError> {
        let id = self.adopt(path)?.id;
        let _changing = self.change();
        let mut list = List::load(&self.config)?;
        list.arriving.retain(|known| known.id != wish);
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

    /// Removes what has come of a download, unless more of it comes just now.
    fn remove_part(&self, arriving: &Arriving) -> Result<(), CommandError> {
        let unremoved = |error: FileError| match error.fault {
            FileFault::Denied => CommandError::new(
                ErrorCode::NotNow,
                "This model is being downloaded by another program. Stop it there first.",
            ),
            _ => error.command_error("What has come of the model"),
        };
        let Ok(data) = Folder::open(&self.data) else { return Ok(()) };
        let part = part(&arriving.sha256).map_err(unremoved)?;
        let _held = PartFile::open(&data, part.clone()).map_err(unremoved)?;
        data.remove(&part).map_err(unremoved)
    }

    fn hub(&self) -> Result<Hub, CommandError> {
        self.hub_place.as_deref().map_or_else(Hub::public, Hub::at)
    }
}

impl Arriving {
    fn of(id: &str, choice: &Choice) -> Self {
        Self {
            id: id.trim().to_owned(),
            file: choice.file.clone(),
            bytes: choice.bytes,
            sha256: choice.sha256.clone(),
            licence: choice.licence.clone(),
        }
    }
}

fn offer(arriving: &Arriving, host: &str) -> DownloadOffer {
    let memory = memory(arriving.bytes);
    DownloadOffer {
        id: arriving.id.clone(),
        file: arriving.file.clone(),
        host: host.to_owned(),
        bytes: arriving.bytes,
        memory,
        fit: file::fit(memory),
        may_sell: arriving.licence.as_deref().and_then(licence::may_sell),
        licence: arriving.licence.clone(),
    }
}

fn suggested(model: &Suggested) -> SuggestedModel {
    let memory = memory(model.bytes);
    SuggestedModel {
        id: model.id.to_owned(),
        name: model.name.to_owned(),
        billions: model.billions,
        bytes: model.bytes,
        memory,
        fit: file::fit(memory),
        licence: model.licence.to_owned(),
        note: model.note.to_owned(),
    }
}

/// Whose it is and what it is called, without which of its files.
fn repository(id: &str) -> &str {
    id.split_once(':').map_or(id, |(repository, _)| repository)
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
