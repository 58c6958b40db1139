//! What a long book costs. Measured by a bench of its own, which needs no window; read here.

use crate::figure::{Figure, of_part};

pub(crate) fn measure() -> Vec<Figure> {
    of_part("mythline-story", "book")
}
