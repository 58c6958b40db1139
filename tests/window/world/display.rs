//! What must run around the program: a display, a session bus, a driver.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter},
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
};

use rustix::process::{Pid, Signal, kill_process_group};
use x11rb::{
    connection::Connection,
    protocol::xproto::{ConnectionExt, ImageFormat},
};

/// A process that ends with the test, and whatever it has started with it.
pub(crate) struct Started(Child);

impl Started {
    pub(crate) fn new(mut command: Command, name: &str) -> Self {
        let child = command.process_group(0).spawn();
        Self(child.unwrap_or_else(|error| panic!("{name} does not start; is it installed? {error}")))
    }

    /// The first line it prints.
    fn first_line(&mut self) -> String {
        let mut line = String::new();
        BufReader::new(self.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
        line.trim().to_owned()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = kill_process_group(Pid::from_child(&self.0), Signal::KILL);
        let _ = self.0.wait();
    }
}

/// An X server on the next free number, with room for the window and a margin.
pub(crate) fn start_display() -> (Started, String) {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1360x860x24", "-nolisten", "tcp"]);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut display = Started::new(command, "Xvfb");
    let number = display.first_line();
    (display, number)
}

/// A session bus: without it a second start does not find the first.
pub(crate) fn start_bus() -> (Started, String) {
    let mut command = Command::new("dbus-daemon");
    command.args(["--session", "--nofork", "--print-address=1"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut bus = Started::new(command, "dbus-daemon");
    let address = bus.first_line();
    (bus, address)
}

/// Keeps a picture of all that the display shows, as a PNG. (The driver's own pictures wait for the page
/// to be drawn, for ever where nothing on it changes.)
pub(crate) fn picture(display: &str, file: &Path) {
    let (x, screen) = x11rb::connect(Some(display)).unwrap();
    let screen = &x.setup().roots[screen];
    let (width, height) = (screen.width_in_pixels, screen.height_in_pixels);
    let image = x
        .get_image(ImageFormat::Z_PIXMAP, screen.root, 0, 0, width, height, u32::MAX)
        .unwrap()
        .reply()
        .unwrap();
    let rgb: Vec<u8> = image.data.chunks_exact(4).flat_map(|bgrx| [bgrx[2], bgrx[1], bgrx[0]]).collect();
    let mut picture =
        png::Encoder::new(BufWriter::new(File::create(file).unwrap()), width.into(), height.into());
    picture.set_color(png::ColorType::Rgb);
    picture.write_header().unwrap().write_image_data(&rgb).unwrap();
}
