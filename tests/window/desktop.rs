//! What stands around the window, on a bus of the test's own, with services that say what was asked of them.

use zbus::zvariant::Value;

use crate::world::{A_STORY, Item, Page, SOON, Service, World, until};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const SAVER: &str = "org.freedesktop.ScreenSaver";
const NOTICES: &str = "org.freedesktop.Notifications";
const DISPLAY_DEVICE: &str = "/org/freedesktop/UPower/devices/DisplayDevice";

/// Where the tray's items are told of.
fn tray_of(world: &World) -> Service {
    let watcher = world.service(WATCHER, "/StatusNotifierWatcher", WATCHER);
    watcher.method("RegisterStatusNotifierItem", "s", "", "");
    watcher
}

/// The program's item, once it is told of.
async fn item(world: &World, watcher: &Service) -> Item {
    let registered = || watcher.calls("RegisterStatusNotifierItem");
    until(SOON, "the tray has an item", async || !registered().is_empty()).await;
    let name = String::try_from(registered()[0][0].try_clone().unwrap()).unwrap();
    Item::of(&world.bus(), &name)
}

fn labels(item: &Item) -> Vec<String> {
    item.menu().into_iter().map(|(_, label)| label).filter(|label| !label.is_empty()).collect()
}

async fn started(world: &World) -> Page {
    let page = world.start(&[]).await;
    page.reads("A page of notes becomes").await;
    page
}

#[tokio::test]
async fn the_tray_shows_what_is_written_pauses_it_and_quits_in_order() {
    let world = World::new();
    let watcher = tray_of(&world);
    let page = started(&world).await;
    let item = item(&world, &watcher).await;
    assert_eq!(
        labels(&item),
        ["Nothing is being written", "Open Mythline", "Pause writing", "Quit"],
        "what an idle program offers"
    );
    let idle = item.pictures();
    assert_eq!(idle.iter().map(|(width, _, _)| *width).collect::<Vec<_>>(), [24, 48]);

    page.press("Start writing").await;
    let says = async |what: &str| labels(&item).iter().any(|label| label.contains(what));
    until(A_STORY, "a scene is finished", async || says(": 1 of ").await).await;
    assert_ne!(item.pictures(), idle, "the thread is drawn as it is inked");
    assert!(says("Quit (1 being written)").await, "{:?}", labels(&item));

    item.press("Pause writing");
    page.reads("The queue is paused").await;
    until(SOON, "it can go on", async || says("Go on writing").await).await;
    item.press("Go on writing");
    until(SOON, "it goes on", async || says("Quit (1 being written)").await).await;

    item.press("Quit");
    page.reads("One story is being written. What is finished is kept").await;
    page.press("Quit").await;
    world.ended().await;
}

#[tokio::test]
async fn the_tray_is_left_when_the_user_does_not_want_it() {
    let world = World::new();
    let watcher = tray_of(&world);
    let page = started(&world).await;
    let item = item(&world, &watcher).await;
    page.press("Settings").await;
    page.reads("Thread in the tray").await;
    page.run("document.querySelector('#tray').click()").await;
    until(SOON, "the item is gone", async || !item.is_there()).await;
    page.run("document.querySelector('#tray').click()").await;
    let told = async || watcher.calls("RegisterStatusNotifierItem").len();
    until(SOON, "it is there again", async || told().await == 2).await;
}

#[tokio::test]
async fn the_computer_stays_awake_while_it_writes_and_writing_waits_for_power() {
    let world = World::new();
    let saver = world.service(SAVER, "/org/freedesktop/ScreenSaver", SAVER);
    saver.method("Inhibit", "ss", "u", "ret = 7");
    saver.method("UnInhibit", "u", "", "");
    let battery = world.service("org.freedesktop.UPower", DISPLAY_DEVICE, "org.freedesktop.UPower.Device");
    let discharges = Value::from(2_u32);
    battery.set(&[
        ("Type", Value::from(2_u32)),
        ("IsPresent", Value::from(true)),
        ("State", discharges),
        ("Percentage", Value::from(80.0)),
    ]);
    let asked = |method: &'static str, times: usize| {
        let saver = &saver;
        async move || saver.calls(method).len() == times
    };
    let page = started(&world).await;
    assert!(asked("Inhibit", 0)().await, "nothing is written yet");
    page.press("Start writing").await;
    until(A_STORY, "the computer is kept awake", asked("Inhibit", 1)).await;
    assert_eq!(saver.calls("Inhibit")[0][1], Value::from("A story is being written").try_into().unwrap());

    battery.set(&[("Percentage", Value::from(9.0))]);
    page.reads("The battery is nearly empty. This goes on by itself").await;
    page.reads("Writing waits, with all its work kept").await;
    page.picture("low-battery");
    until(SOON, "the computer may sleep", asked("UnInhibit", 1)).await;
    assert_eq!(saver.calls("UnInhibit")[0], [Value::from(7_u32).try_into().unwrap()]);

    battery.set(&[("State", Value::from(1_u32))]);
    until(SOON, "it writes again, and stays awake", asked("Inhibit", 2)).await;
    battery.set(&[("State", Value::from(2_u32))]);
    until(SOON, "it waits again, and the computer may sleep", asked("UnInhibit", 2)).await;
    page.press("Settings").await;
    page.reads("Wait when the battery is low").await;
    page.run("document.querySelector('#waitForPower').click()").await;
    until(SOON, "who does not want to wait does not", asked("Inhibit", 3)).await;
    page.run("document.querySelector('#keepAwake').click()").await;
    until(SOON, "who does not want to keep it awake lets it sleep", asked("UnInhibit", 3)).await;
}

#[tokio::test]
async fn a_portal_is_asked_before_anybody_else() {
    let world = World::new();
    let inhibit = "org.freedesktop.portal.Inhibit";
    let portal = world.service("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", inhibit);
    portal.method("Inhibit", "sua{sv}", "o", "ret = '/org/freedesktop/portal/desktop'");
    let saver = world.service(SAVER, "/org/freedesktop/ScreenSaver", SAVER);
    saver.method("Inhibit", "ss", "u", "ret = 7");
    let page = started(&world).await;
    page.press("Start writing").await;
    let asked = || portal.calls("Inhibit");
    until(A_STORY, "the portal is asked", async || !asked().is_empty()).await;
    assert_eq!(asked()[0][1], Value::from(4_u32).try_into().unwrap(), "not to sleep, and nothing more");
    assert!(saver.calls("Inhibit").is_empty());
}

#[tokio::test]
async fn a_notification_is_quiet_and_takes_the_place_of_the_one_before() {
    let world = World::new();
    let shows = world.service(NOTICES, "/org/freedesktop/Notifications", NOTICES);
    shows.method("Notify", "susssasa{sv}i", "u", "ret = 42");
    let page = started(&world).await;
    let unseen = "window.__TAURI_INTERNALS__.invoke('notify', { title: 'Seen', body: 'Finished.' })";
    page.promised(unseen).await;
    assert!(shows.calls("Notify").is_empty(), "who looks at the window sees it there");
    world.look_away();
    until(SOON, "the window is not in front", async || page.run("return document.hasFocus()").await == false)
        .await;
    for title in ["The ferry", "A <b>bold</b> tale"] {
        let say =
            format!("window.__TAURI_INTERNALS__.invoke('notify', {{ title: '{title}', body: 'Finished.' }})");
        page.promised(&say).await;
    }
    let said = shows.calls("Notify");
    let of = |call: usize, argument: usize| format!("{:?}", &*said[call][argument]);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(of(0, 1).contains("U32(0)") && of(1, 1).contains("U32(42)"), "{said:?}");
    assert!(of(1, 3).contains("A &lt;b&gt;bold"), "titles are not ours: {said:?}");
    assert!(of(0, 6).contains("suppress-sound"), "{said:?}");
}
