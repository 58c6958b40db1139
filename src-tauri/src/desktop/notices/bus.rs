//! On Linux: the desktop's notifications. Who clicks one gets the window.

use std::collections::HashMap;

use tauri::{AppHandle, Runtime};
use tokio::sync::Mutex;
use zbus::{Connection, Proxy, zvariant::Value};

use crate::{desktop::bus::next, window};

const NAME: &str = "org.freedesktop.Notifications";
/// The program's desktop file, and its icon.
const PROGRAM: &str = "Mythline";
const ICON: &str = "mythline-desktop";
/// What a click on the notification itself is called.
const CLICK: &str = "default";
/// As long as the desktop shows such things.
const AS_USUAL: i32 = -1;

/// Says things through the desktop.
#[derive(Default)]
pub(crate) struct Notices(Mutex<Option<Service>>);

struct Service {
    service: Proxy<'static>,
    /// The last one, which the next takes the place of; 0 before the first.
    last: u32,
}

impl Notices {
    /// Says something.
    ///
    /// # Errors
    /// When this desktop shows no notifications.
    pub(crate) async fn say<R: Runtime>(
        &self,
        app: &AppHandle<R>,
        title: &str,
        body: &str,
    ) -> zbus::Result<()> {
        let mut found = self.0.lock().await;
        let service = match found.take() {
            Some(service) => service,
            None => Service::find(app).await?,
        };
        let service = found.insert(service);
        let hints =
            HashMap::from([("desktop-entry", Value::from(PROGRAM)), ("suppress-sound", Value::from(true))]);
        let actions = [CLICK, PROGRAM];
        let say = (PROGRAM, service.last, ICON, title, body, actions.as_slice(), hints, AS_USUAL);
        service.last = service.service.call("Notify", &say).await?;
        Ok(())
    }
}

impl Service {
    async fn find<R: Runtime>(app: &AppHandle<R>) -> zbus::Result<Self> {
        let bus = Connection::session().await?;
        let service = Proxy::new(&bus, NAME, "/org/freedesktop/Notifications", NAME).await?;
        let mut clicks = service.receive_signal("ActionInvoked").await?;
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            while let Some(click) = next(&mut clicks).await {
                // Of a notification of another program we are not told.
                if click.body().deserialize::<(u32, &str)>().is_ok_and(|(_, action)| action == CLICK) {
                    window::bring_forward(&app);
                }
            }
        });
        Ok(Self { service, last: 0 })
    }
}
