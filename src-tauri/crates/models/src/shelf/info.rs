use mythline_protocol::{FileFacts, Fit, ModelInfo, ModelOrigin};

use super::{licence::may_sell, list::List, starter, told};
use crate::{
    ModelFile, Server,
    file::{self, Look},
    server::{Address, vendor},
};

/// What is shown of a model in a file, but for what it was seen to do.
pub(super) fn info(file: &ModelFile, default: &str, list: &List) -> ModelInfo {
    let looked = file::look(&file.path, &file.name);
    let is_starter = file.id == starter::ID;
    let (bytes, memory) = looked.as_ref().map_or((0, 0), |look| (look.bytes, look.memory));
    let entry = list.files.iter().find(|entry| entry.id == file.id);
    let licence = match (is_starter, entry.and_then(|entry| entry.licence.clone())) {
        (true, _) => Some(starter::LICENCE.into()),
        (false, Some(licence)) => Some(licence),
        (false, None) => looked.as_ref().ok().and_then(|look| look.header.licence.clone()),
    };
    ModelInfo {
        id: file.id.clone(),
        name: file.name.clone(),
        origin: if is_starter { ModelOrigin::Starter } else { ModelOrigin::File },
        bytes,
        memory,
        fit: looked.as_ref().map_or(Fit::Fits, |look| file::fit(look.memory)),
        may_sell: licence.as_deref().and_then(may_sell),
        licence,
        note: match (&looked, is_starter) {
            (_, true) => starter::NOTE.into(),
            (Ok(look), false) => note(look),
            (Err(_), false) => "A file of yours.".into(),
        },
        seen: None,
        is_default: file.id == default,
        file: looked.as_ref().ok().filter(|_| !is_starter).map(facts),
        hub: entry.and_then(|entry| entry.hub.clone()),
        problem: looked.err().map(|error| told(error).message),
    }
}

fn facts(look: &Look) -> FileFacts {
    FileFacts {
        architecture: look.header.architecture.clone(),
        packing: look.header.packing().map(str::to_owned),
        context: look.header.context,
        instructs: look.header.has_template,
    }
}

/// What can be said of a file that nobody here knows.
fn note(look: &Look) -> String {
    let FileFacts { architecture, packing, context, instructs } = facts(look);
    let packing = packing.map(|packing| format!(", {packing}")).unwrap_or_default();
    let manner = if instructs { "answers instructions" } else { "only goes on with text" };
    format!("A file of yours: {architecture}{packing}; takes {context} tokens; {manner}.")
}

/// What is shown of a model on a server. Nothing is asked of the server for it.
pub(super) fn server_info(server: &Server, default: &str) -> ModelInfo {
    let address = Address::parse(&server.url, server.plain_http);
    let place = match &address {
        Ok(address) if address.is_here() => "on this computer".to_owned(),
        Ok(address) => format!("at {address}; the notes are sent there"),
        Err(_) => "at an address that cannot be used".to_owned(),
    };
    ModelInfo {
        id: server.id.clone(),
        name: server.name.clone(),
        origin: ModelOrigin::Server,
        bytes: 0,
        memory: 0,
        fit: Fit::Fits,
        licence: None,
        may_sell: None,
        note: format!("{} by {} {place}.", server.model, vendor(&server.vendor).name),
        seen: None,
        is_default: server.id == default,
        file: None,
        hub: None,
        problem: address.err().map(|error| error.message),
    }
}
