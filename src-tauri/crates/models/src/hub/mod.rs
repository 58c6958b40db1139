//! Models from the hub: looked up by name, downloaded only after the user's word, resumable, and checked
//! against the hash that the hub gives.

mod choice;
mod disk;
mod download;
mod suggested;

use std::time::Duration;

use anyhow::anyhow;
use mythline_protocol::{CommandError, ErrorCode};
use reqwest::{Client, Url, header, redirect};
use serde_json::Value;

pub use self::download::Progress;
pub(crate) use self::{
    choice::{Choice, Wish},
    download::{Download, part},
    suggested::{SUGGESTED, Suggested},
};
use crate::{ModelError, trouble::failed};

/// Where models are published.
const PLACE: &str = "https://huggingface.co";
/// Bytes of what the hub says of a model at most.
const LARGEST: usize = 16 << 20;
/// Redirects that are followed: the hub sends on to where the bytes lie. Nothing secret is sent along.
const REDIRECTS: usize = 5;

/// The hub, or one like it.
#[derive(Debug, Clone)]
pub(crate) struct Hub {
    place: Url,
    client: Client,
}

impl Hub {
    /// The public hub.
    pub(crate) fn public() -> Result<Self, CommandError> {
        Self::at(PLACE)
    }

    /// The hub at another address.
    pub(crate) fn at(place: &str) -> Result<Self, CommandError> {
        let wrong = |error: &dyn std::fmt::Display| {
            tracing::warn!(%error, "no hub");
            CommandError::new(ErrorCode::Internal, "Models cannot be downloaded on this computer.")
        };
        let place: Url = place.parse().map_err(|error| wrong(&error))?;
        // Fails where one is installed already, which is as well.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .redirect(redirect::Policy::limited(REDIRECTS))
            .https_only(place.scheme() == "https")
            .referer(false)
            .connect_timeout(Duration::from_secs(15))
            .read_timeout(Duration::from_secs(60))
            .user_agent(concat!("Mythline/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| wrong(&error))?;
        Ok(Self { place, client })
    }

    /// For people: whom a download comes from.
    pub(crate) fn host(&self) -> &str {
        self.place.host_str().unwrap_or_default()
    }

    /// Looks a model up and chooses its file. Nothing is downloaded.
    pub(crate) async fn look(&self, wish: &Wish) -> Result<Choice, ModelError> {
        let mut url = self.place.clone();
        url.set_path(&format!("/api/models/{}", wish.repository));
        url.set_query(Some("blobs=true"));
        let mut response = self.client.get(url).send().await.map_err(unreachable)?;
        match response.status().as_u16() {
            200 => {}
            401 | 403 | 404 => {
                return Err(failed(
                    ErrorCode::MissingModel,
                    format!("The hub has no open model called {}. Look at the name again.", wish.repository),
                    anyhow!("status {}", response.status()),
                ));
            }
            _ => return Err(in_trouble(anyhow!("status {}", response.status()))),
        }
        let mut bytes = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(unreachable)? {
            bytes.extend_from_slice(&piece);
            if bytes.len() > LARGEST {
                return Err(in_trouble(anyhow!("a description of more than {LARGEST} bytes")));
            }
        }
        let said: Value = serde_json::from_slice(&bytes).map_err(|error| in_trouble(error.into()))?;
        wish.choose(&said)
    }

    /// Asks for a file from a byte on.
    async fn file(&self, choice: &Choice, from: u64) -> Result<reqwest::Response, reqwest::Error> {
        let mut url = self.place.clone();
        url.set_path(&format!("/{}/resolve/{}/{}", choice.repository, choice.revision, choice.file));
        let request = self.client.get(url);
        let request =
            if from > 0 { request.header(header::RANGE, format!("bytes={from}-")) } else { request };
        request.send().await
    }
}

fn unreachable(error: reqwest::Error) -> ModelError {
    failed(
        ErrorCode::ServerDown,
        "The hub cannot be reached. What has come is kept; try again when the network is back.",
        anyhow!(error.without_url()),
    )
}

fn in_trouble(cause: anyhow::Error) -> ModelError {
    failed(ErrorCode::ServerDown, "The hub is in trouble. What has come is kept; try again later.", cause)
}
