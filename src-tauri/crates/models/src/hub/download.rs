use std::{path::PathBuf, time::Duration};

use anyhow::anyhow;
use mythline_files::{FileError, FileFault, Folder, PartFile, RelPath};
use mythline_protocol::{CommandError, ErrorCode};
use tokio_util::sync::CancellationToken;

use super::{Choice, Hub, disk, in_trouble, unreachable};
use crate::{ModelError, file, trouble::failed};

/// Bytes that are written in one go.
const PIECE: usize = 1 << 20;
/// Bytes of disk that are left for others.
const SPARE: u64 = 256 << 20;
/// Times in a row that nothing came before it is given up.
const TRIES: u32 = 5;
/// Before another try.
const PAUSE: Duration = Duration::from_millis(500);

/// Hears how many bytes of how many are there.
pub type Progress<'a> = dyn Fn(u64, u64) + Send + Sync + 'a;

/// One download: into a part named after what it must become, so that what is resumed is the same file.
pub(crate) struct Download<'a> {
    pub(crate) hub: &'a Hub,
    pub(crate) choice: &'a Choice,
    /// The user's own data.
    pub(crate) data: &'a Folder,
}

impl Download<'_> {
    /// Gets what is missing, checks the whole, and gives it its name. Cancelled, it keeps what has come.
    pub(crate) async fn run(
        &self,
        told: &Progress<'_>,
        stop: &CancellationToken,
    ) -> Result<PathBuf, ModelError> {
        let part = part(&self.choice.sha256).map_err(|error| self.unwritten(error))?;
        let whole = self.path(&self.choice.file)?;
        let mut file = PartFile::open(self.data, part.clone()).map_err(|error| self.unwritten(error))?;
        if file.bytes() > self.choice.bytes {
            file.clear().map_err(|error| self.unwritten(error))?;
        }
        told(file.bytes(), self.choice.bytes);
        let file = tokio::select! {
            biased;
            () = stop.cancelled() => return Err(ModelError::Stopped),
            file = self.fill(file, told) => file?,
        };
        let place = self.data.absolute(&part);
        let found = tokio::task::spawn_blocking(move || file::sha256(&place))
            .await
            .map_err(|error| in_trouble(error.into()))?
            .map_err(|error| in_trouble(error.into()))?;
        if found != self.choice.sha256 {
            drop(file);
            self.data.remove(&part).map_err(|error| self.unwritten(error))?;
            return Err(failed(
                ErrorCode::DamagedModel,
                "What came is not what the hub says it is: it was damaged or changed on the way, and was not kept. Try \
                 again.",
                anyhow!("sha256 is {found} and should be {}", self.choice.sha256),
            ));
        }
        file.finish(&whole).map_err(|error| self.unwritten(error))?;
        Ok(self.data.absolute(&whole))
    }

    /// Asks until every byte is there; a connection that breaks is taken up where it broke.
    async fn fill(&self, mut file: PartFile, told: &Progress<'_>) -> Result<PartFile, ModelError> {
        let mut idle = 0;
        while file.bytes() < self.choice.bytes {
            let before = file.bytes();
            let ended;
            (file, ended) = self.attempt(file, told).await?;
            idle = if file.bytes() > before { 0 } else { idle + 1 };
            if let Err(fault) = ended {
                tracing::warn!(cause = %fault, bytes = file.bytes(), idle, "a download");
                if idle >= TRIES {
                    return Err(fault);
                }
                tokio::time::sleep(PAUSE).await;
            } else if idle >= TRIES {
                return Err(in_trouble(anyhow!("nothing comes after {before} bytes")));
            }
        }
        Ok(file)
    }

    /// One request. What comes is written; why it ended is not an error of the file.
    async fn attempt(
        &self,
        mut file: PartFile,
        told: &Progress<'_>,
    ) -> Result<(PartFile, Result<(), ModelError>), ModelError> {
        let mut response = match self.hub.file(self.choice, file.bytes()).await {
            Ok(response) => response,
            Err(error) => return Ok((file, Err(unreachable(error)))),
        };
        match response.status().as_u16() {
            206 if begins_at(&response) == Some(file.bytes()) => {}
            // It does not know ranges, or gives another than was asked for: from the beginning.
            200 => file.clear().map_err(|error| self.unwritten(error))?,
            206 | 416 => {
                file.clear().map_err(|error| self.unwritten(error))?;
                return Ok((file, Err(in_trouble(anyhow!("not the range that was asked for")))));
            }
            status => return Ok((file, Err(in_trouble(anyhow!("status {status}"))))),
        }
        let mut piece = Vec::with_capacity(PIECE);
        loop {
            let next = response.chunk().await;
            if let Ok(Some(bytes)) = &next {
                piece.extend_from_slice(bytes);
                if file.bytes() + piece.len() as u64 > self.choice.bytes {
                    return Err(in_trouble(anyhow!("more bytes than the hub said")));
                }
            }
            let more = matches!(next, Ok(Some(_)));
            if piece.len() >= PIECE || (!more && !piece.is_empty()) {
                (file, piece) = self.write(file, piece).await?;
                told(file.bytes(), self.choice.bytes);
            }
            match next {
                Ok(Some(_)) => {}
                Ok(None) => return Ok((file, Ok(()))),
                Err(error) => return Ok((file, Err(unreachable(error)))),
            }
        }
    }

    /// Writes away from the threads that serve others.
    async fn write(&self, mut file: PartFile, mut piece: Vec<u8>) -> Result<(PartFile, Vec<u8>), ModelError> {
        let written = tokio::task::spawn_blocking(move || {
            let written = file.append(&piece);
            piece.clear();
            (file, piece, written)
        });
        let (file, piece, written) = written.await.map_err(|error| in_trouble(error.into()))?;
        written.map_err(|error| self.unwritten(error))?;
        Ok((file, piece))
    }

    /// Makes sure that the disk holds what is missing.
    pub(crate) fn check_room(&self) -> Result<(), ModelError> {
        let part = part(&self.choice.sha256).map_err(|error| self.unwritten(error))?;
        let there = self.data.absolute(&part).metadata().map_or(0, |meta| meta.len()).min(self.choice.bytes);
        let need = (self.choice.bytes - there).saturating_add(SPARE);
        match disk::free(self.data.path()) {
            Some(free) if free < need => Err(failed(
                ErrorCode::DiskFull,
                format!(
                    "This model needs {} of disk and {} are free. Make room, or choose a smaller one.",
                    file::size_words(need),
                    file::size_words(free)
                ),
                anyhow!("{need} bytes needed, {free} free"),
            )),
            _ => Ok(()),
        }
    }

    fn path(&self, name: &str) -> Result<RelPath, ModelError> {
        RelPath::new(["models", name]).map_err(|error| self.unwritten(error))
    }

    fn unwritten(&self, error: FileError) -> ModelError {
        let told = if error.fault == FileFault::Denied {
            CommandError::new(
                ErrorCode::NotNow,
                "This model is being downloaded already, or its place cannot be written to.",
            )
        } else {
            error.command_error("The model")
        };
        ModelError::Failed { told, cause: anyhow!(error) }
    }
}

/// Where the part of a download lies, among the user's own data.
pub(crate) fn part(sha256: &str) -> Result<RelPath, FileError> {
    RelPath::new(["models", &format!("{sha256}.part")])
}

/// The first byte of the range that a server gives.
fn begins_at(response: &reqwest::Response) -> Option<u64> {
    let range = response.headers().get(reqwest::header::CONTENT_RANGE)?.to_str().ok()?;
    range.strip_prefix("bytes ")?.split_once('-')?.0.parse().ok()
}
