use std::sync::Arc;

use mythline_protocol::{CommandError, ErrorCode};
use serde::{Deserialize, Serialize};

use super::Secret;

/// What keys are called in the system's keychain.
const SERVICE: &str = "mythline";

/// Where the key of a server is. The key itself is in no file of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum KeyPlace {
    /// In the system's keychain, under the server's id.
    Keychain,
    /// In the environment variable of this name.
    Environment(String),
}

/// A keychain: the system's, or another in tests. Its calls may wait for the user.
pub trait Keychain: Send + Sync + 'static {
    /// The key that is kept under a name; none where there is none.
    ///
    /// # Errors
    /// [`ErrorCode::NoKeychain`] where the keychain cannot be used.
    fn get(&self, name: &str) -> Result<Option<Secret>, CommandError>;

    /// Keeps a key.
    ///
    /// # Errors
    /// As [`Keychain::get`].
    fn set(&self, name: &str, secret: &Secret) -> Result<(), CommandError>;

    /// Forgets a key; that there is none is no error.
    ///
    /// # Errors
    /// As [`Keychain::get`].
    fn remove(&self, name: &str) -> Result<(), CommandError>;
}

/// The system's own: Keychain, Credential Manager, or the Secret Service.
pub(crate) struct SystemKeychain;

impl Keychain for SystemKeychain {
    fn get(&self, name: &str) -> Result<Option<Secret>, CommandError> {
        match entry(name)?.get_password() {
            Ok(key) => Ok(Secret::new(&key)),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(no_keychain(&error)),
        }
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), CommandError> {
        entry(name)?.set_password(secret.expose()).map_err(|error| no_keychain(&error))
    }

    fn remove(&self, name: &str) -> Result<(), CommandError> {
        match entry(name)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(no_keychain(&error)),
        }
    }
}

fn entry(name: &str) -> Result<keyring::Entry, CommandError> {
    keyring::Entry::new(SERVICE, name).map_err(|error| no_keychain(&error))
}

fn no_keychain(error: &keyring::Error) -> CommandError {
    // The variants that carry what is kept say so in their `Debug`, not in their text.
    tracing::warn!(%error, "the keychain");
    CommandError::new(
        ErrorCode::NoKeychain,
        "The keychain of this computer cannot be used: none is running, or it is locked. Unlock it and try again, or put \
         the key in an environment variable and give the variable's name instead.",
    )
}

impl KeyPlace {
    /// An environment variable, by its name, which must be set. What was typed is not said again: it
    /// may be the key itself.
    pub(crate) fn environment(name: &str) -> Result<Self, CommandError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || !name.chars().all(plain) || std::env::var_os(name).is_none() {
            return Err(CommandError::new(
                ErrorCode::BadOption,
                "There is no environment variable of that name. Give the variable's name, not the key, and set it \
                 before Mythline starts.",
            ));
        }
        Ok(Self::Environment(name.to_owned()))
    }

    /// The key, read where it is. May wait for the user: not for the threads that serve the window.
    pub(super) fn read(&self, keychain: &Arc<dyn Keychain>, server: &str) -> Result<Secret, CommandError> {
        let missing = |message: String| CommandError::new(ErrorCode::ServerRefused, message);
        match self {
            Self::Keychain => keychain.get(server)?.ok_or_else(|| {
                missing("The key of this server is no longer in the keychain. Add the server again with its key.".into())
            }),
            Self::Environment(name) => {
                std::env::var(name).ok().as_deref().and_then(Secret::new).ok_or_else(|| {
                    missing(format!(
                        "The environment variable {name}, which holds the key of this server, is not set. Set it before \
                         Mythline starts."
                    ))
                })
            }
        }
    }
}
