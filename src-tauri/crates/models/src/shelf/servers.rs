//! Servers on the shelf: added, listed, found and removed.

use mythline_protocol::{
    AddServerParams, ChangeServerParams, CommandError, ErrorCode, FoundServer, KeyKept, ModelInfo, ServerInfo,
};

use super::{Shelf, info::server_info, list::List, seen::Seen, starter, told};
use crate::{
    KeyPlace, MOST_AT_ONCE, Patience, Secret, Server, WhenDown,
    server::{self, Address, Line, Offer},
};

/// Models named where one must be chosen.
const NAMED: usize = 12;

impl Shelf {
    /// Puts a model on a server on the shelf. The server is asked what it has; where it cannot answer,
    /// nothing is added. The same model at the same address is the same entry.
    ///
    /// # Errors
    /// The address or the key cannot be used, the server does not answer, or it has no such model.
    pub async fn add_server(&self, params: AddServerParams) -> Result<ModelInfo, CommandError> {
        let at_once = checked(params.at_once.unwrap_or(1))?;
        let Asked { address, place, key, offer } = Asked::of(&params).await?;
        let model = chosen(&offer, params.model.as_deref())?;
        let name = params.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let server = Server {
            id: String::new(),
            name: name.unwrap_or(&model).to_owned(),
            url: address.to_string(),
            vendor: offer.vendor.id.to_owned(),
            key: place,
            plain_http: params.allow_plain_http && address.is_plain() && !address.is_here(),
            at_once,
            when_down: when_down(params.wait_when_down),
            others: serde_json::Map::new(),
            model,
        };
        self.aside(move |shelf| shelf.keep_server(server, key.as_ref())).await
    }

    fn keep_server(&self, mut server: Server, key: Option<&Secret>) -> Result<ModelInfo, CommandError> {
        let _changing = self.change();
        let mut list = List::load(&self.config)?;
        let same = |known: &Server| known.url == server.url && known.model == server.model;
        let at = list.servers.iter().position(same);
        server.id = match at {
            Some(at) => list.servers[at].id.clone(),
            None => list.free_id(&server.name, starter::ID),
        };
        // The key first: a server without its key is worse than a key without its server.
        if let (Some(KeyPlace::Keychain), Some(key)) = (&server.key, key) {
            self.keychain.set(&server.id, key)?;
        }
        let info = server_info(&server, &self.default_of(&list));
        match at {
            Some(at) => list.servers[at] = server,
            None => list.servers.push(server),
        }
        list.save(&self.config)?;
        Ok(Seen::load(self).in_info(self, &list, info))
    }

    /// The models that a server has, to choose from before it is added.
    ///
    /// # Errors
    /// The address or the key cannot be used, or the server does not answer.
    pub async fn server_models(&self, params: AddServerParams) -> Result<Vec<String>, CommandError> {
        let offer = Asked::of(&params).await?.offer;
        Ok(offer.models.into_iter().map(|model| model.id).collect())
    }

    /// Changes how a server is used. It is not asked anything.
    ///
    /// # Errors
    /// There is no such server, or what is wanted of it cannot be.
    pub async fn change_server(&self, params: ChangeServerParams) -> Result<ModelInfo, CommandError> {
        let at_once = checked(params.at_once)?;
        let (place, key) = key(params.key_env.as_deref(), params.key.as_deref())?;
        self.aside(move |shelf| {
            let _changing = shelf.change();
            let mut list = List::load(&shelf.config)?;
            let default = shelf.default_of(&list);
            let Some(server) = list.servers.iter_mut().find(|server| server.id == params.id) else {
                return Err(missing("There is no server of this name on the list.".into()));
            };
            if let (Some(KeyPlace::Keychain), Some(key)) = (&place, &key) {
                shelf.keychain.set(&server.id, key)?;
            }
            server.key = place.or(server.key.take());
            let name = params.name.trim();
            if !name.is_empty() {
                name.clone_into(&mut server.name);
            }
            server.at_once = at_once;
            server.when_down = when_down(params.wait_when_down);
            let info = server_info(server, &default);
            list.save(&shelf.config)?;
            Ok(Seen::load(shelf).in_info(shelf, &list, info))
        })
        .await
    }

    /// The servers that the user added.
    ///
    /// # Errors
    /// The list is damaged.
    pub async fn servers(&self) -> Result<Vec<ServerInfo>, CommandError> {
        self.aside(|shelf| Ok(List::load(&shelf.config)?.servers.iter().map(shown).collect())).await
    }

    /// How many jobs each model may have running at once, where that is more than one.
    ///
    /// # Errors
    /// The list is damaged.
    pub fn limits(&self) -> Result<Vec<(String, usize)>, CommandError> {
        let list = List::load(&self.config)?;
        let limit = |server: &Server| (server.id.clone(), server.at_once.clamp(1, MOST_AT_ONCE) as usize);
        Ok(list.servers.iter().map(limit).collect())
    }

    /// Looks for servers at the usual ports of this computer: when the user asks, and never else.
    pub async fn find_servers(&self) -> Vec<FoundServer> {
        let found = |(address, offer): (Address, Offer)| FoundServer {
            url: address.to_string(),
            vendor: offer.vendor.name.to_owned(),
            models: offer.models.into_iter().map(|model| model.id).collect(),
        };
        server::find().await.into_iter().map(found).collect()
    }

    /// Takes a model off the shelf, with its key. A file of the user's stays where it lies; one that was
    /// downloaded goes.
    ///
    /// # Errors
    /// There is no such model, or it is the starter.
    pub async fn remove(&self, id: &str) -> Result<(), CommandError> {
        let id = id.to_owned();
        self.aside(move |shelf| {
            let _changing = shelf.change();
            let mut list = List::load(&shelf.config)?;
            shelf.known(&list, &id)?;
            if id == starter::ID {
                return Err(bad("The starter model comes with Mythline and stays.".into()));
            }
            if let Some(at) = list.servers.iter().position(|server| server.id == id) {
                let server = list.servers.remove(at);
                if server.key == Some(KeyPlace::Keychain) {
                    shelf.keychain.remove(&id)?;
                }
            }
            if let Some(at) = list.files.iter().position(|file| file.id == id) {
                let entry = list.files.remove(at);
                if entry.hub.is_some() {
                    shelf.remove_download(&entry)?;
                }
            }
            list.default.take_if(|default| *default == id);
            list.save(&shelf.config)
        })
        .await
    }
}

/// A server that was asked what it has, as somebody wants it added.
struct Asked {
    address: Address,
    place: Option<KeyPlace>,
    key: Option<Secret>,
    offer: Offer,
}

impl Asked {
    async fn of(params: &AddServerParams) -> Result<Self, CommandError> {
        let address = Address::parse(&params.url, params.allow_plain_http)?;
        let (place, key) = key(params.key_env.as_deref(), params.key.as_deref())?;
        let line = Line::to(address.clone(), key.clone(), Patience::default())?;
        let offer = server::ask_offer(&line).await.map_err(|fault| told(fault.told("The server")))?;
        Ok(Self { address, place, key, offer })
    }
}

fn checked(at_once: u32) -> Result<u32, CommandError> {
    let possible = (1..=MOST_AT_ONCE).contains(&at_once);
    if possible {
        Ok(at_once)
    } else {
        Err(bad(format!("A server writes 1 to {MOST_AT_ONCE} stories at once.")))
    }
}

fn when_down(wait: bool) -> WhenDown {
    if wait { WhenDown::Wait } else { WhenDown::Fail }
}

/// Where the key is to be, and the key.
fn key(env: Option<&str>, key: Option<&str>) -> Result<(Option<KeyPlace>, Option<Secret>), CommandError> {
    match (env, key.map(Secret::new)) {
        (Some(_), Some(_)) => {
            Err(bad("Give the key, or the name of its environment variable, not both.".into()))
        }
        (Some(name), None) => {
            let place = KeyPlace::environment(name)?;
            let key = std::env::var(name).ok().as_deref().and_then(Secret::new);
            Ok((Some(place), Some(key.ok_or_else(|| bad("That environment variable is empty.".into()))?)))
        }
        (None, Some(None)) => Err(bad("The key is empty.".into())),
        (None, Some(key)) => Ok((Some(KeyPlace::Keychain), key)),
        (None, None) => Ok((None, None)),
    }
}

/// The model that was asked for; the only one where none was.
fn chosen(offer: &Offer, asked: Option<&str>) -> Result<String, CommandError> {
    let names = || {
        let mut names: Vec<&str> = offer.models.iter().take(NAMED).map(|model| model.id.as_str()).collect();
        if offer.models.len() > NAMED {
            names.push("…");
        }
        names.join(", ")
    };
    match (asked.map(str::trim).filter(|asked| !asked.is_empty()), offer.models.as_slice()) {
        (Some(asked), models) if models.iter().any(|model| model.id == asked) => Ok(asked.to_owned()),
        (_, []) => Err(missing("This server has no model yet. Load one there first.".into())),
        (Some(_), _) => Err(missing(format!("This server has no model of that name. It has: {}.", names()))),
        (None, [only]) => Ok(only.id.clone()),
        (None, _) => Err(missing(format!("This server has several models. Say which: {}.", names()))),
    }
}

fn shown(server: &Server) -> ServerInfo {
    let address = Address::parse(&server.url, server.plain_http);
    ServerInfo {
        id: server.id.clone(),
        name: server.name.clone(),
        url: server.url.clone(),
        model: server.model.clone(),
        vendor: server::vendor(&server.vendor).name.to_owned(),
        key: server.key.as_ref().map(|place| match place {
            KeyPlace::Keychain => KeyKept::Keychain,
            KeyPlace::Environment(name) => KeyKept::Environment { name: name.clone() },
        }),
        is_here: address.is_ok_and(|address| address.is_here()),
        at_once: server.at_once,
        wait_when_down: server.when_down == WhenDown::Wait,
    }
}

fn bad(message: String) -> CommandError {
    CommandError::new(ErrorCode::BadOption, message)
}

fn missing(message: String) -> CommandError {
    CommandError::new(ErrorCode::MissingModel, message)
}
