//! A model's file, looked at before llama.cpp sees it: what it says of itself, whether it is whole,
//! whether it is the one that was chosen, and whether the memory carries it.

mod hash;
mod header;
mod memory;
mod open;
mod room;
mod tensor;

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use mythline_protocol::{CommandError, ErrorCode, Fit};

pub(crate) use self::{
    hash::sha256,
    header::Header,
    memory::{in_all as memory_in_all, words as size_words},
    room::CONTEXT,
};
use self::{header::HeaderFault, open::open_regular};
use crate::{ModelError, trouble::failed};

/// A model's file: what it is called, where it lies and what it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFile {
    /// The shelf's id.
    pub id: String,
    /// For people.
    pub name: String,
    /// A GGUF file.
    pub path: PathBuf,
    /// What its bytes must hash to, in lower-case hexadecimals.
    pub sha256: String,
}

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Look {
    pub(crate) header: Header,
    /// The file's size.
    pub(crate) bytes: u64,
    /// Memory it needs when it is loaded, with the context that it begins with, about.
    pub(crate) memory: u64,
}

impl ModelFile {
    /// The model in a file that nobody has vouched for: it is what it is now. Hashes the whole file.
    ///
    /// # Errors
    /// [`ErrorCode::MissingModel`], [`ErrorCode::NotAModel`], [`ErrorCode::DamagedModel`], each with its sentence.
    pub fn adopt(path: &Path) -> Result<Self, ModelError> {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // What a link points to is what is meant, now and later.
        let path = path.canonicalize().map_err(|error| unopened(&stem, error))?;
        look(&path, &stem)?;
        let sha256 = sha256(&path).map_err(|error| unopened(&stem, error))?;
        Ok(Self { id: stem.clone(), name: stem, path, sha256 })
    }

    /// What the file says of itself, once it is sure that it is a whole GGUF.
    ///
    /// # Errors
    /// [`ErrorCode::MissingModel`], [`ErrorCode::NotAModel`], [`ErrorCode::DamagedModel`], each with its sentence.
    pub(crate) fn look(&self) -> Result<Look, ModelError> {
        look(&self.path, &self.name)
    }

    /// Makes sure that so many bytes of memory are free.
    ///
    /// # Errors
    /// [`ErrorCode::TooLittleMemory`].
    pub(crate) fn has_memory(&self, need: u64) -> Result<(), ModelError> {
        match memory::available() {
            Some(there) if there < need => Err(too_little_memory(&self.name, need, there)),
            _ => Ok(()),
        }
    }

    /// Makes sure that the file is the very one that was chosen. Hashes the whole of it.
    ///
    /// # Errors
    /// [`ErrorCode::DamagedModel`].
    pub(crate) fn is_the_one(&self) -> Result<(), ModelError> {
        let found = sha256(&self.path).map_err(|error| unopened(&self.name, error))?;
        if found == self.sha256 {
            return Ok(());
        }
        Err(failed(
            ErrorCode::DamagedModel,
            format!(
                "The file of {} is not the one it was: its content has changed or is damaged. Get it again, or choose \
                 another model.",
                self.name
            ),
            anyhow!("sha256 is {found} and should be {}", self.sha256),
        ))
    }
}

/// Reads what a file says of itself, and makes sure that it is whole.
pub(crate) fn look(path: &Path, name: &str) -> Result<Look, ModelError> {
    let (file, bytes) = open_regular(path).map_err(|error| unopened(name, error))?;
    let header = Header::read(file, bytes).map_err(|fault| unread(name, fault))?;
    let memory = header.memory(bytes, CONTEXT);
    Ok(Look { header, bytes, memory })
}

/// The header that these bytes begin with, for trials with damaged ones.
#[cfg(test)]
pub(crate) fn header_of(bytes: &[u8]) -> Option<Header> {
    Header::read(std::io::Cursor::new(bytes), bytes.len() as u64).ok()
}

/// Whether the memory carries it now; where that cannot be known, it is taken to.
pub(crate) fn fit(need: u64) -> Fit {
    match memory::available() {
        Some(there) if there < need => Fit::TooBig,
        Some(there) if there < need.saturating_add(need / 4) => Fit::Tight,
        _ => Fit::Fits,
    }
}

fn unopened(name: &str, error: std::io::Error) -> ModelError {
    let (code, message) = match error.kind() {
        std::io::ErrorKind::NotFound => (
            ErrorCode::MissingModel,
            format!("The file of {name} is not there. Put it back, or choose another model."),
        ),
        std::io::ErrorKind::InvalidInput => (
            ErrorCode::NotAModel,
            format!("{name} is not a regular file. Choose the model's .gguf file itself."),
        ),
        _ => (ErrorCode::MissingModel, format!("The file of {name} cannot be opened by this user.")),
    };
    failed(code, message, error.into())
}

fn unread(name: &str, fault: HeaderFault) -> ModelError {
    let (code, message) = match &fault {
        HeaderFault::NotGguf => (
            ErrorCode::NotAModel,
            format!("{name} is not a model in a GGUF file. Choose a file that ends in .gguf."),
        ),
        HeaderFault::Version(_) => (
            ErrorCode::NotAModel,
            format!(
                "{name} is a GGUF file of a version that is not known here. Get a newer file of the model."
            ),
        ),
        HeaderFault::Cut => (
            ErrorCode::DamagedModel,
            format!("The file of {name} is cut short. Get it again: nothing was changed."),
        ),
        HeaderFault::Odd(_) => (
            ErrorCode::DamagedModel,
            format!("The file of {name} is damaged. Get it again: nothing was changed."),
        ),
        HeaderFault::Unread(_) => (ErrorCode::DamagedModel, format!("The file of {name} cannot be read.")),
    };
    ModelError::Failed { told: CommandError::new(code, message), cause: fault.into() }
}

fn too_little_memory(name: &str, need: u64, there: u64) -> ModelError {
    let message = format!(
        "{name} needs about {} of memory and {} are free. Close other programs, or choose a smaller model.",
        memory::words(need),
        memory::words(there)
    );
    failed(ErrorCode::TooLittleMemory, message, anyhow!("{need} bytes needed, {there} available"))
}

#[cfg(test)]
mod tests {
    use mythline_protocol::ErrorCode;

    use super::too_little_memory;
    use crate::ModelError;

    #[test]
    fn too_little_memory_says_what_is_needed_and_what_is_there() {
        let error = too_little_memory("Great Model", 9_600_000_000, 512_000_000);
        let ModelError::Failed { told, .. } = error else { panic!("{error:?}") };
        assert_eq!(told.code, ErrorCode::TooLittleMemory);
        assert_eq!(
            told.message,
            "Great Model needs about 9.6 GB of memory and 512 MB are free. Close other programs, or choose a smaller \
             model."
        );
    }
}
