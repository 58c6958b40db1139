//! From the start of the program to a painted list of 1,000 jobs, against an empty window of the same
//! making. Measured by the window's own tests, which know how to drive it; read here.

use crate::figure::{Figure, of_part};

pub(crate) fn measure() -> Vec<Figure> {
    of_part("mythline-desktop", "window")
}
