use std::{net::SocketAddr, time::SystemTime};

use mythline_protocol::{CommandError, ErrorCode};
use reqwest::{Client, Method, RequestBuilder, Response, header, redirect};
use serde_json::Value;

use super::{Address, Patience, Secret, fault::Fault, patience};

/// Bytes of a list of models, or of a whole answer, at most.
const LARGEST: usize = 8 << 20;
/// Bytes of what a server says of its trouble that the log keeps.
const DETAIL: usize = 2_048;

/// The line to one server. It follows no redirect, so that neither notes nor key go where nobody
/// agreed to, and it checks certificates.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    client: Client,
    address: Address,
    key: Option<Secret>,
    pub(super) patience: Patience,
}

impl Line {
    pub(crate) fn to(
        address: Address,
        key: Option<Secret>,
        patience: Patience,
    ) -> Result<Self, CommandError> {
        // Fails where one is installed already, which is as well.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let mut client = Client::builder()
            .redirect(redirect::Policy::none())
            .referer(false)
            .https_only(!address.is_plain())
            .connect_timeout(patience.connect)
            .user_agent(concat!("Mythline/", env!("CARGO_PKG_VERSION")));
        if address.is_here() {
            // Neither a proxy nor an odd entry for this name takes it away from this computer.
            let here =
                [SocketAddr::from(([127, 0, 0, 1], 0)), SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, 0))];
            client = client.no_proxy().resolve_to_addrs("localhost", &here);
        }
        let client = client.build().map_err(|error| {
            tracing::warn!(?error, "no client");
            CommandError::new(
                ErrorCode::Internal,
                "This computer does not say which certificates it trusts, so that no server can be asked.",
            )
        })?;
        Ok(Self { client, address, key, patience })
    }

    /// Asks for text; answers when the server has begun to.
    pub(super) async fn chat(&self, body: &Value) -> Result<Response, Fault> {
        let request = self.request(Method::POST, "chat/completions").json(body);
        self.send(request.header(header::ACCEPT, "text/event-stream")).await
    }

    /// The models that the server has.
    pub(super) async fn models(&self) -> Result<Value, Fault> {
        let response = self.send(self.request(Method::GET, "models")).await?;
        let bytes = self.whole(response, LARGEST).await?;
        serde_json::from_slice(&bytes).map_err(|error| Fault::Garbage(error.to_string()))
    }

    fn request(&self, method: Method, service: &str) -> RequestBuilder {
        let request = self.client.request(method, self.address.to(service));
        match self.key.as_ref().and_then(Secret::header) {
            Some(key) => request.header(header::AUTHORIZATION, key),
            None => request,
        }
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, Fault> {
        let response = tokio::time::timeout(self.patience.first, request.send())
            .await
            .map_err(|_| Fault::Silent(self.patience.first))?
            .map_err(|error| unsent(error.without_url()))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        if status.is_redirection() {
            return Err(Fault::Elsewhere(status.as_u16()));
        }
        let value = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
        let retry_after = value.and_then(|value| patience::retry_after(value, SystemTime::now()));
        let detail = self.whole(response, DETAIL).await.unwrap_or_default();
        let detail = self.hide(&String::from_utf8_lossy(&detail));
        Err(Fault::Status { status: status.as_u16(), retry_after, detail })
    }

    /// What comes, up to a bound; more of it is an error where all of it is wanted.
    pub(super) async fn whole(&self, mut response: Response, bound: usize) -> Result<Vec<u8>, Fault> {
        let mut all = Vec::new();
        while let Some(piece) = self.next(&mut response, self.patience.silence).await? {
            all.extend_from_slice(&piece);
            if all.len() > bound {
                all.truncate(bound);
                break;
            }
        }
        Ok(all)
    }

    /// The next bytes of an answer; none at its end.
    pub(super) async fn next(
        &self,
        response: &mut Response,
        wait: std::time::Duration,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let piece = tokio::time::timeout(wait, response.chunk()).await.map_err(|_| Fault::Silent(wait))?;
        let piece =
            piece.map_err(|error| Fault::Cut(format!("{:#}", anyhow::anyhow!(error.without_url()))))?;
        Ok(piece.map(|piece| piece.to_vec()))
    }

    /// A text of the server's, without the key.
    pub(super) fn hide(&self, text: &str) -> String {
        self.key.as_ref().map_or_else(|| text.to_owned(), |key| key.hide_in(text))
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }
}

/// A request that was not answered: before there was a connection, or after.
fn unsent(error: reqwest::Error) -> Fault {
    if error.is_connect() || error.is_timeout() {
        Fault::Unreachable(error)
    } else {
        Fault::Cut(format!("{:#}", anyhow::anyhow!(error)))
    }
}
