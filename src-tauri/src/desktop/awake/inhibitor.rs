//! On Linux: the first that answers of the desktop portal, the desktop's screen saver, and the system's own
//! login service. The portal alone can be asked to keep the computer from sleeping and to let the screen go dark.

use std::{collections::HashMap, time::Duration};

use zbus::{
    Connection, Proxy,
    zvariant::{OwnedFd, OwnedObjectPath, Value},
};

/// How long a service may take to answer; it may have to be started first.
const PATIENCE: Duration = Duration::from_secs(10);
/// The portal's word for "do not sleep".
const SUSPEND: u32 = 4;

/// What was asked for, and where it is taken back. It ends too when the connection does.
pub(super) enum Held {
    Portal(Connection, OwnedObjectPath),
    ScreenSaver(Connection, u32),
    Login(#[expect(dead_code, reason = "it holds as long as it is open")] OwnedFd),
}

pub(super) async fn hold(why: &str) -> Option<Held> {
    for ask in [Way::Portal, Way::ScreenSaver, Way::Login] {
        match tokio::time::timeout(PATIENCE, ask.hold(why)).await {
            Ok(Ok(held)) => return Some(held),
            Ok(Err(error)) => tracing::debug!(%error, ?ask, "the computer is not kept awake so"),
            Err(_) => tracing::debug!(?ask, "no answer"),
        }
    }
    tracing::info!("nothing here keeps the computer awake");
    None
}

pub(super) async fn release(held: Held) {
    let released = async {
        match held {
            Held::Portal(bus, handle) => {
                let request = Proxy::new(&bus, PORTAL, handle, "org.freedesktop.portal.Request").await?;
                request.call::<_, _, ()>("Close", &()).await
            }
            Held::ScreenSaver(bus, cookie) => {
                screen_saver(&bus).await?.call::<_, _, ()>("UnInhibit", &(cookie)).await
            }
            Held::Login(_) => Ok(()),
        }
    };
    if let Ok(Err(error)) = tokio::time::timeout(PATIENCE, released).await {
        tracing::warn!(%error, "the system was not told that the computer may sleep");
    }
}

const PORTAL: &str = "org.freedesktop.portal.Desktop";

#[derive(Debug, Clone, Copy)]
enum Way {
    Portal,
    ScreenSaver,
    Login,
}

impl Way {
    async fn hold(self, why: &str) -> zbus::Result<Held> {
        match self {
            Self::Portal => {
                let bus = Connection::session().await?;
                let portal = "/org/freedesktop/portal/desktop";
                let portal = Proxy::new(&bus, PORTAL, portal, "org.freedesktop.portal.Inhibit").await?;
                let options = HashMap::from([("reason", Value::from(why))]);
                let handle = portal.call("Inhibit", &("", SUSPEND, options)).await?;
                Ok(Held::Portal(bus, handle))
            }
            Self::ScreenSaver => {
                let bus = Connection::session().await?;
                let cookie = screen_saver(&bus).await?.call("Inhibit", &("Mythline", why)).await?;
                Ok(Held::ScreenSaver(bus, cookie))
            }
            Self::Login => {
                let bus = Connection::system().await?;
                let login = "/org/freedesktop/login1";
                let login =
                    Proxy::new(&bus, "org.freedesktop.login1", login, "org.freedesktop.login1.Manager")
                        .await?;
                Ok(Held::Login(login.call("Inhibit", &("idle", "Mythline", why, "block")).await?))
            }
        }
    }
}

async fn screen_saver(bus: &Connection) -> zbus::Result<Proxy<'static>> {
    let name = "org.freedesktop.ScreenSaver";
    Proxy::new(bus, name, "/org/freedesktop/ScreenSaver", name).await
}
