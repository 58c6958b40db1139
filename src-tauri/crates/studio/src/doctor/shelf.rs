use mythline_protocol::{Capabilities, ErrorCode, Fit, ModelInfo, ModelOrigin, ServerInfo};
use serde::Serialize;

use super::word;
use crate::Models;

/// A model on the shelf, without its name, where it lies, and where its server is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelState {
    /// Where it comes from.
    pub origin: ModelOrigin,
    /// The family and the packing of a file of the user's; the kind of a server.
    pub kind: Option<String>,
    /// Whether its server is on this computer; none for a file.
    pub is_here: Option<bool>,
    /// The file's size in bytes; 0 for a server.
    pub bytes: u64,
    /// Whether it fits the memory.
    pub fit: Fit,
    /// What it was seen to do here.
    pub seen: Option<Capabilities>,
    /// Whether new stories use it.
    pub is_default: bool,
    /// Whether it can be used as far as one can see without loading it or asking its server.
    pub usable: bool,
}

pub(super) async fn states(models: &dyn Models) -> Result<Vec<ModelState>, ErrorCode> {
    let servers = models.servers().await.map_err(|error| error.code)?;
    let all = models.list().await.map_err(|error| error.code)?;
    Ok(all.into_iter().map(|model| state(model, &servers)).collect())
}

fn state(model: ModelInfo, servers: &[ServerInfo]) -> ModelState {
    let server = servers.iter().find(|server| server.id == model.id);
    let file = model.file.map(|file| {
        let packing = file.packing.as_deref().and_then(word).map(|packing| format!(" {packing}"));
        word(&file.architecture).unwrap_or_default() + &packing.unwrap_or_default()
    });
    ModelState {
        origin: model.origin,
        kind: server.and_then(|server| word(&server.vendor.replace(' ', "-"))).or(file),
        is_here: server.map(|server| server.is_here),
        bytes: model.bytes,
        fit: model.fit,
        seen: model.seen,
        is_default: model.is_default,
        usable: model.problem.is_none(),
    }
}
