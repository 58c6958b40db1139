//! Services of a desktop that only say what was asked of them: pretended by python-dbusmock, on the bus of the
//! test's own computer.

use std::{
    collections::HashMap,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use zbus::{
    blocking::{Connection, Proxy},
    proxy::CacheProperties,
    zvariant::{OwnedValue, Value},
};

use super::{SOON, display::Started};

const MOCK: &str = "org.freedesktop.DBus.Mock";

/// One pretended service.
pub(crate) struct Service {
    mock: Proxy<'static>,
    interface: &'static str,
    _process: Started,
}

/// A method that was called, and with what.
type Call = (u64, Vec<OwnedValue>);

impl Service {
    /// Starts it and answers when it can be called.
    pub(crate) fn start(
        bus: &Connection,
        mut command: Command,
        name: &'static str,
        path: &'static str,
        interface: &'static str,
    ) -> Self {
        command.args(["-m", "dbusmock", "--session", name, path, interface]).stdout(Stdio::null());
        let process = Started::new(command, "python3-dbusmock");
        let begun = Instant::now();
        let bus_itself = zbus::blocking::fdo::DBusProxy::new(bus).unwrap();
        while !bus_itself.name_has_owner(name.try_into().unwrap()).unwrap() {
            assert!(begun.elapsed() < SOON, "{name} does not come; is python3-dbusmock installed?");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { mock: Proxy::new(bus, name, path, MOCK).unwrap(), interface, _process: process }
    }

    /// Gives it a method; `code` is Python that sets `ret`.
    pub(crate) fn method(&self, name: &str, takes: &str, gives: &str, code: &str) {
        self.mock.call::<_, _, ()>("AddMethod", &(self.interface, name, takes, gives, code)).unwrap();
    }

    /// Gives it a property, or changes it and tells so.
    pub(crate) fn set(&self, values: &[(&str, Value<'_>)]) {
        for (name, value) in values {
            let _: Result<(), _> = self.mock.call("AddProperty", &(self.interface, name, value));
        }
        let values: HashMap<&str, &Value<'_>> = values.iter().map(|(name, value)| (*name, value)).collect();
        self.mock.call::<_, _, ()>("UpdateProperties", &(self.interface, values)).unwrap();
    }

    /// With what a method was called so far, each time.
    pub(crate) fn calls(&self, method: &str) -> Vec<Vec<OwnedValue>> {
        let calls: Vec<Call> = self.mock.call("GetMethodCalls", &(method,)).unwrap();
        calls.into_iter().map(|(_, with)| with).collect()
    }
}

/// The tray's item of the program, as a panel sees it.
pub(crate) struct Item {
    item: Proxy<'static>,
    menu: Proxy<'static>,
}

/// A line of a menu: its number, its properties and what is beneath it.
type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Item {
    /// The one that was registered under this name.
    pub(crate) fn of(bus: &Connection, name: &str) -> Self {
        // What is asked is asked of the program each time: it does not tell of every change of a property.
        let proxy = |path: &'static str, interface: &'static str| {
            let proxy = zbus::blocking::proxy::Builder::new(bus).destination(name.to_owned()).unwrap();
            let proxy = proxy.path(path).unwrap().interface(interface).unwrap();
            proxy.cache_properties(CacheProperties::No).build().unwrap()
        };
        Self {
            item: proxy("/StatusNotifierItem", "org.kde.StatusNotifierItem"),
            menu: proxy("/MenuBar", "com.canonical.dbusmenu"),
        }
    }

    /// Whether there is still somebody behind it.
    pub(crate) fn is_there(&self) -> bool {
        self.item.get_property::<String>("Id").is_ok()
    }

    /// The picture that is shown: its sizes, and its points.
    pub(crate) fn pictures(&self) -> Vec<(i32, i32, Vec<u8>)> {
        self.item.get_property("IconPixmap").unwrap()
    }

    /// The labels of the menu, with the numbers that they are asked for by.
    pub(crate) fn menu(&self) -> Vec<(i32, String)> {
        let (_, root): (u32, Layout) = self.menu.call("GetLayout", &(0, -1, Vec::<&str>::new())).unwrap();
        let lines = root.2.into_iter().map(|line| Layout::try_from(line).unwrap());
        lines
            .filter_map(|(number, mut properties, _)| {
                Some((number, String::try_from(properties.remove("label")?).unwrap()))
            })
            .collect()
    }

    /// Presses the line whose label begins so.
    pub(crate) fn press(&self, label: &str) {
        let lines = self.menu();
        let line = lines.iter().find(|(_, text)| text.starts_with(label));
        let Some((number, _)) = line else { panic!("no \"{label}\" in {lines:?}") };
        self.menu.call::<_, _, ()>("Event", &(number, "clicked", Value::from(0), 0_u32)).unwrap();
    }
}
