//! Sees what a display shows, from outside every program.

use std::time::{Duration, Instant};

use x11rb::{
    connection::Connection,
    protocol::xproto::{ConnectionExt, ImageFormat, Window},
    rust_connection::RustConnection,
};

/// A place in the lower half of the list, as high as a row, where rows and nothing else have ink: x, y, width,
/// height. No larger: whoever looks a thousand times a second takes the cores from those who are looked at.
const ROWS: (i16, i16, u16, u16) = (206, 560, 160, 64);
/// A place in the middle of an empty page.
const MIDDLE: (i16, i16, u16, u16) = (680, 430, 1, 1);
/// The colour of the empty page, as blue, green, red.
const COLOUR: [u8; 3] = [0x8a, 0x5a, 0x0e];
/// How many dark points make a row of text, and not a stray one.
const INK: usize = 60;

/// Looks at one display.
pub(crate) struct Eye {
    x: RustConnection,
    root: Window,
}

impl Eye {
    pub(crate) fn open(display: &str) -> Self {
        let (x, screen) = x11rb::connect(Some(display)).unwrap();
        let root = x.setup().roots[screen].root;
        Self { x, root }
    }

    /// No window is there.
    pub(crate) fn sees_nothing(&self) -> bool {
        let tree = self.x.query_tree(self.root).unwrap().reply().unwrap();
        !tree.children.iter().any(|window| {
            let attributes = self.x.get_window_attributes(*window).unwrap().reply();
            attributes
                .is_ok_and(|attributes| attributes.map_state == x11rb::protocol::xproto::MapState::VIEWABLE)
        })
    }

    /// The empty page is painted.
    pub(crate) fn sees_the_colour(&self) -> bool {
        self.points(MIDDLE).iter().all(|point| *point == COLOUR)
    }

    /// Rows of the list are painted: dark ink on light paper.
    pub(crate) fn sees_rows(&self) -> bool {
        let points = self.points(ROWS);
        let dark = points.iter().filter(|point| point.iter().all(|part| *part < 0x60)).count();
        let light = points.iter().filter(|point| point.iter().all(|part| *part > 0xe0)).count();
        dark > INK && light > points.len() / 2
    }

    /// Looks again and again, as quickly as the display answers.
    pub(crate) fn wait_until(&self, longest: Duration, seen: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !seen(self) {
            assert!(begun.elapsed() < longest, "nothing was seen within {longest:?}");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn points(&self, (x, y, width, height): (i16, i16, u16, u16)) -> Vec<[u8; 3]> {
        let image = self.x.get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, u32::MAX);
        let data = image.unwrap().reply().unwrap().data;
        data.chunks_exact(4).map(|bgrx| [bgrx[0], bgrx[1], bgrx[2]]).collect()
    }
}
