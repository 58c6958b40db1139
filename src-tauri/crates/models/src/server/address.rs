use mythline_protocol::{CommandError, ErrorCode};
use reqwest::Url;

use super::vendor;

/// Where a server is: everything before `/chat/completions`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address(Url);

impl Address {
    /// Reads an address as people write it. Without a path it is the vendor's usual one. Plain HTTP
    /// goes to this computer only, unless the user has agreed to more for this server.
    ///
    /// # Errors
    /// [`ErrorCode::BadOption`] for what is no address, [`ErrorCode::PlainHttp`] where the user must agree.
    pub(crate) fn parse(text: &str, plain_http_allowed: bool) -> Result<Self, CommandError> {
        let bad = |message: &str| CommandError::new(ErrorCode::BadOption, message);
        let mut url = Url::parse(text.trim())
            .map_err(|_| bad("This is no address. It should look like http://localhost:11434/v1."))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(bad("The address of a server begins with https:// or http://."));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad("Leave user and password out of the address. A key is given on its own."));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(bad("Leave out everything from ? or # on in the address of a server."));
        }
        let path = url.path().trim_end_matches('/');
        let path = path.strip_suffix("/chat/completions").unwrap_or(path).to_owned();
        url.set_path(if path.is_empty() { vendor::by_address(&url).root } else { &path });
        let address = Self(url);
        if address.is_plain() && !address.is_here() && !plain_http_allowed {
            return Err(CommandError::new(
                ErrorCode::PlainHttp,
                "This server is on another computer and its address is not encrypted: everybody on the way can read your \
                 notes and the key. Use https://, or say that you allow it for this server.",
            ));
        }
        Ok(address)
    }

    /// The address of one of its services.
    pub(crate) fn to(&self, service: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}/{service}", self.0.path().trim_end_matches('/')));
        url
    }

    /// Whether what is sent there is not encrypted.
    pub(crate) fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// Whether it is this computer, by its name or number.
    pub(crate) fn is_here(&self) -> bool {
        match self.0.host_str() {
            Some("localhost") => true,
            Some(host) => {
                let number = host.trim_start_matches('[').trim_end_matches(']');
                number.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
            }
            None => false,
        }
    }

    pub(super) fn url(&self) -> &Url {
        &self.0
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use mythline_protocol::ErrorCode;

    use super::Address;

    fn read(text: &str) -> Result<String, ErrorCode> {
        Address::parse(text, false).map(|address| address.to_string()).map_err(|error| error.code)
    }

    #[test]
    fn an_address_is_read_as_people_write_it() {
        assert_eq!(read("http://localhost:11434"), Ok("http://localhost:11434/v1".into()));
        assert_eq!(read(" http://127.0.0.1:8080/ "), Ok("http://127.0.0.1:8080/v1".into()));
        assert_eq!(read("https://openrouter.ai"), Ok("https://openrouter.ai/api/v1".into()));
        assert_eq!(read("https://example.org/llm/v1/"), Ok("https://example.org/llm/v1".into()));
        assert_eq!(
            read("https://api.openai.com/v1/chat/completions"),
            Ok("https://api.openai.com/v1".into())
        );
        let address = Address::parse("http://[::1]:8080", false).unwrap();
        assert_eq!(address.to("models").as_str(), "http://[::1]:8080/v1/models");
    }

    #[test]
    fn what_is_no_address_or_carries_a_key_is_refused() {
        for text in [
            "localhost:11434",
            "ftp://x",
            "file:///etc/passwd",
            "",
            "https://me:sk-1@x",
            "https://x/v1?key=1",
        ] {
            assert_eq!(read(text), Err(ErrorCode::BadOption), "{text}");
        }
    }

    #[test]
    fn plain_http_to_another_computer_is_asked_for() {
        for text in [
            "http://192.168.1.4:8000",
            "http://example.org",
            "http://localhost.example.org",
            "http://128.0.0.1",
        ] {
            assert_eq!(read(text), Err(ErrorCode::PlainHttp), "{text}");
            assert!(Address::parse(text, true).is_ok(), "{text}");
        }
    }
}
