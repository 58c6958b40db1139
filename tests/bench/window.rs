//! The figures of the real window. Measured by the window's own bench, which knows how to drive it; read here.

use crate::figure::{Figure, of_part};

pub(crate) fn measure() -> Vec<Figure> {
    of_part("mythline-desktop", "window")
}
