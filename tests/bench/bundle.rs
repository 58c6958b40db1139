//! How much JavaScript the window loads, compressed as it would travel.

use std::{fs, io::Write};

use flate2::{Compression, write::GzEncoder};

use crate::figure::{Figure, top};

pub(crate) fn measure() -> Vec<Figure> {
    let assets = fs::read_dir(top().join("ui/dist/assets")).expect("the window is built: make ui");
    let scripts: Vec<_> = assets
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "js"))
        .collect();
    let bytes: usize = scripts
        .iter()
        .map(|path| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(&fs::read(path).expect("a readable script")).expect("memory");
            encoder.finish().expect("memory").len()
        })
        .sum();
    vec![Figure::lower("ui_bundle_kb_gzip", bytes as f64 / 1024.0, "KB", Some(120.0), scripts.len())]
}
