//! What the engine costs. Measured by a bench of its own, which needs neither models nor a window; read
//! here, with what `make torture` found last.

use crate::figure::{Figure, kept_part, of_part};

pub(crate) fn measure() -> Vec<Figure> {
    let mut figures = of_part("mythline-jobs", "engine");
    figures.extend(kept_part("torture"));
    figures
}
