use std::time::Duration;

use serde_json::Value;

use super::{
    Address, Patience,
    fault::Fault,
    line::Line,
    vendor::{self, VENDORS, Vendor},
};

/// Models of a list that are looked at.
const MOST: usize = 2_000;

/// What a server has.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Offer {
    pub(crate) vendor: &'static Vendor,
    pub(crate) models: Vec<Offered>,
}

/// A model that a server has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offered {
    pub(crate) id: String,
    /// Tokens it takes, where the server says.
    pub(crate) context: Option<u32>,
}

/// Asks a server what it has.
pub(crate) async fn ask(line: &Line) -> Result<Offer, Fault> {
    read(&line.models().await?, line.address()).ok_or_else(|| Fault::Garbage("no list of models".into()))
}

fn read(list: &Value, address: &Address) -> Option<Offer> {
    let list = list.get("data").or(Some(list))?.as_array()?;
    let owner = list.first().and_then(|model| model.get("owned_by")).and_then(Value::as_str);
    let vendor = vendor::by_owner(owner.unwrap_or_default(), address.url());
    let context = |model: &Value| {
        let said = vendor.context.iter().find_map(|pointer| model.pointer(pointer)?.as_u64());
        said.and_then(|tokens| u32::try_from(tokens).ok())
    };
    let offered = |model: &Value| {
        let id = model.get("id")?.as_str().filter(|id| id.len() <= 300)?.to_owned();
        Some(Offered { id, context: context(model) })
    };
    Some(Offer { vendor, models: list.iter().take(MOST).filter_map(offered).collect() })
}

/// Looks for servers at the usual ports of this computer. Only ever called because a user asked.
pub(crate) async fn find() -> Vec<(Address, Offer)> {
    let ports = VENDORS.iter().filter_map(|vendor| vendor.port);
    find_at(&ports.collect::<Vec<_>>()).await
}

async fn find_at(ports: &[u16]) -> Vec<(Address, Offer)> {
    let patience = Patience {
        connect: Duration::from_millis(500),
        first: Duration::from_secs(2),
        silence: Duration::from_secs(2),
        ..Patience::default()
    };
    let looks = ports.iter().map(|port| {
        tokio::spawn({
            let port = *port;
            async move {
                let address = Address::parse(&format!("http://127.0.0.1:{port}"), false).ok()?;
                let line = Line::to(address.clone(), None, patience).ok()?;
                Some((address, ask(&line).await.ok()?))
            }
        })
    });
    let mut found = Vec::new();
    for look in looks.collect::<Vec<_>>() {
        found.extend(look.await.ok().flatten());
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::{Offered, read};
    use crate::server::Address;

    #[test]
    fn the_list_of_each_vendor_is_read() {
        let address = Address::parse("http://localhost:8080", false).unwrap();
        let list = json!({ "data": [
            { "id": "m", "owned_by": "llamacpp", "meta": { "n_ctx_train": 9, "n_ctx": 7 } }, { "id": 4 },
        ] });
        let offer = read(&list, &address).unwrap();
        assert_eq!(offer.vendor.id, "llama.cpp");
        assert_eq!(offer.models, [Offered { id: "m".into(), context: Some(7) }]);
        assert_eq!(read(&json!([{ "id": "m" }]), &address).unwrap().models.len(), 1);
        assert_eq!(read(&json!({ "data": "none" }), &address), None);
        assert_eq!(read(&json!("<html>"), &address), None);
    }
}
