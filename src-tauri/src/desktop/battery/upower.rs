//! On Linux: UPower's one device that stands for all batteries.

use std::collections::HashMap;

use tokio::sync::watch;
use zbus::{Connection, fdo::PropertiesProxy, zvariant::OwnedValue};

use super::Battery;
use crate::desktop::bus::next;

const DEVICE: &str = "org.freedesktop.UPower.Device";
/// UPower's words for what a device is and does.
const IS_BATTERY: u32 = 2;
const DISCHARGES: u32 = 2;

/// Tells how the battery is, whenever that changes. Where nobody knows, nothing is told.
pub(crate) async fn follow(tell: watch::Sender<Option<Battery>>) {
    if let Err(error) = read(&tell).await {
        tracing::info!(%error, "there is no battery, or nobody who knows of it");
    }
}

async fn read(tell: &watch::Sender<Option<Battery>>) -> zbus::Result<()> {
    let bus = Connection::system().await?;
    let device = PropertiesProxy::builder(&bus)
        .destination("org.freedesktop.UPower")?
        .path("/org/freedesktop/UPower/devices/DisplayDevice")?
        .build()
        .await?;
    let mut changes = device.receive_properties_changed().await?;
    loop {
        let now = battery(&device.get_all(DEVICE.try_into()?).await?);
        tell.send_if_modified(|told| std::mem::replace(told, now) != now);
        if next(&mut changes).await.is_none() {
            return Ok(());
        }
    }
}

fn battery(device: &HashMap<String, OwnedValue>) -> Option<Battery> {
    let number = |name: &str| device.get(name).and_then(|value| u32::try_from(value).ok());
    let is_there = device.get("IsPresent").and_then(|value| bool::try_from(value).ok());
    if number("Type") != Some(IS_BATTERY) || is_there == Some(false) {
        return None;
    }
    let percent = device.get("Percentage").and_then(|value| f64::try_from(value).ok())?;
    Some(Battery { in_use: number("State") == Some(DISCHARGES), percent })
}
