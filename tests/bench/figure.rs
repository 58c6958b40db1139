use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde::{Deserialize, Serialize};

/// One figure of the summary. Names are stable.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) unit: String,
    /// The bar, where there is one.
    pub(crate) limit: Option<f64>,
    /// `lower` or `higher`.
    pub(crate) better: String,
    /// Whether it meets its bar.
    pub(crate) pass: Option<bool>,
    /// What it is measured against, where it is a ratio.
    pub(crate) against: Option<String>,
    pub(crate) samples: usize,
}

impl Figure {
    /// A figure that should be low, with its bar.
    pub(crate) fn lower(name: &str, value: f64, unit: &str, limit: Option<f64>, samples: usize) -> Self {
        let pass = limit.map(|limit| value <= limit);
        Self {
            name: name.into(),
            value,
            unit: unit.into(),
            limit,
            better: "lower".into(),
            pass,
            against: None,
            samples,
        }
    }

    /// A figure that should be high, with its bar.
    pub(crate) fn at_least(name: &str, value: f64, unit: &str, limit: f64, samples: usize) -> Self {
        let (limit, pass) = (Some(limit), Some(value >= limit));
        Self { limit, pass, ..Self::higher(name, value, unit, samples) }
    }

    /// Names what a ratio is measured against.
    pub(crate) fn against(self, what: &str) -> Self {
        Self { against: Some(what.into()), ..self }
    }

    /// A figure that should be high, and is reported without a bar.
    pub(crate) fn higher(name: &str, value: f64, unit: &str, samples: usize) -> Self {
        let (name, unit, better) = (name.into(), unit.into(), "higher".into());
        Self { name, value, unit, limit: None, better, pass: None, against: None, samples }
    }
}

/// The value below which a share of the samples lies.
pub(crate) fn percentile(samples: &mut [f64], share: f64) -> f64 {
    samples.sort_by(f64::total_cmp);
    let last = samples.len().checked_sub(1).expect("something was measured");
    samples[(last as f64 * share).ceil() as usize]
}

/// The repository's top folder: the one with the lock file, above whichever package measures.
pub(crate) fn top() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().find(|above| above.join("Cargo.lock").is_file()).expect("a workspace").to_owned()
}

/// Writes the summary; figures measured earlier and not now stay in it.
pub(crate) fn keep(figures: &[Figure]) {
    keep_in(&top().join("target/bench/summary.json"), figures);
}

/// Writes what one package measured, for the summary to take in.
pub(crate) fn keep_part(part: &str, figures: &[Figure]) {
    keep_in(&part_file(part), figures);
}

fn keep_in(file: &Path, figures: &[Figure]) {
    let earlier: Vec<Figure> =
        fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let stays = |old: &Figure| figures.iter().all(|new| new.name != old.name);
    let all: Vec<&Figure> = earlier.iter().filter(|old| stays(old)).chain(figures).collect();
    fs::create_dir_all(file.parent().expect("a folder")).expect("target can be written");
    fs::write(file, serde_json::to_vec_pretty(&all).expect("figures are plain"))
        .expect("target can be written");
}

/// What another package's bench of this name measures: it is run, and what it kept is read.
pub(crate) fn of_part(package: &str, part: &str) -> Vec<Figure> {
    let _ = fs::remove_file(part_file(part));
    let ran = Command::new(env!("CARGO"))
        .current_dir(top())
        .args(["bench", "--locked", "-p", package, "--bench", part])
        .status()
        .expect("cargo runs");
    assert!(ran.success(), "the bench of {package} failed");
    kept_part(part)
}

/// What was kept of a part the last time it ran; nothing when it never has.
pub(crate) fn kept_part(part: &str) -> Vec<Figure> {
    fs::read(part_file(part)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn part_file(part: &str) -> PathBuf {
    top().join("target/bench/parts").join(part).with_extension("json")
}

pub(crate) fn print(figures: &[Figure]) {
    println!("{:<28} {:>10}  {:<9} {:>12}", "figure", "value", "unit", "bar");
    for figure in figures {
        let sign = if figure.better == "lower" { "at most" } else { "at least" };
        let bar = figure.limit.map_or_else(String::new, |limit| format!("{sign} {limit}"));
        let verdict = match figure.pass {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        println!("{:<28} {:>10.2}  {:<9} {bar:>12}  {verdict}", figure.name, figure.value, figure.unit);
    }
}
