//! The table of a model, as it is kept and read.

use std::fmt::Write;

use crate::{pen::Pen, results::Row, rules::Agreement, runs::share, score::Score};

/// A figure of the table, over all English sets or one.
struct Measure {
    name: &'static str,
    /// For the starter, and for a model that composes.
    bars: [f64; 2],
    lower_is_better: bool,
    of: fn(&[&Score]) -> Option<f64>,
}

const MEASURES: &[Measure] = &[
    Measure {
        name: "facts_found",
        bars: [0.95, 0.85],
        lower_is_better: false,
        of: |scores| {
            let facts = sum(scores, |score| score.facts);
            Some(share(facts - sum(scores, |score| score.missing.len()), facts))
        },
    },
    Measure {
        name: "facts_contradicted",
        bars: [0.5, 1.0],
        lower_is_better: true,
        of: |scores| Some(share(sum(scores, |score| score.contradicted.len()), scores.len())),
    },
    Measure {
        name: "unknown_names_per_1000_words",
        bars: [0.5, 1.0],
        lower_is_better: true,
        of: |scores| {
            Some(
                1000.0
                    * share(sum(scores, |score| score.unknown_names.len()), sum(scores, |score| score.words)),
            )
        },
    },
    Measure {
        name: "pronoun_errors_per_1000_words",
        bars: [0.5, 1.0],
        lower_is_better: true,
        of: |scores| {
            Some(1000.0 * share(sum(scores, |score| score.pronouns.len()), sum(scores, |score| score.words)))
        },
    },
    Measure {
        name: "repeated_4gram_share",
        bars: [0.02, 0.02],
        lower_is_better: true,
        of: |scores| mean(scores, |score| Some(score.repeated)),
    },
    Measure {
        name: "copied_share",
        bars: [0.45, 0.2],
        lower_is_better: true,
        of: |scores| mean(scores, |score| Some(score.copied)),
    },
    Measure {
        name: "length_error",
        bars: [0.2, 0.15],
        lower_is_better: true,
        of: |scores| mean(scores, |score| score.length_error),
    },
    Measure {
        name: "about_itself",
        bars: [0.0, 0.0],
        lower_is_better: true,
        of: |scores| Some(sum(scores, |score| score.about_itself.len()) as f64),
    },
    Measure {
        name: "in_order",
        bars: [f64::NAN, f64::NAN],
        lower_is_better: false,
        of: |scores| mean(scores, |score| Some(score.in_order)),
    },
];

fn sum(scores: &[&Score], what: impl Fn(&Score) -> usize) -> usize {
    scores.iter().map(|score| what(score)).sum()
}

fn mean(scores: &[&Score], what: impl Fn(&Score) -> Option<f64>) -> Option<f64> {
    let known: Vec<f64> = scores.iter().filter_map(|score| what(score)).collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

impl Measure {
    fn is_met(&self, value: f64, bar: f64) -> &'static str {
        match (bar.is_nan(), if self.lower_is_better { value <= bar } else { value >= bar }) {
            (true, _) => "",
            (_, true) => "met",
            (_, false) => "**MISSED**",
        }
    }

    /// In how many sets a control is at least as good as the story.
    fn wins<'r>(&self, rows: &[&'r Row], control: impl Fn(&'r Row) -> &'r Score) -> String {
        let mut asked = 0;
        let wins = rows.iter().filter(|row| {
            let (Some(story), Some(other)) = ((self.of)(&[&row.score]), (self.of)(&[control(row)])) else {
                return false;
            };
            asked += 1;
            if self.lower_is_better { other <= story } else { other >= story }
        });
        let wins = wins.count();
        if asked == 0 { "cannot be asked".to_owned() } else { format!("{wins} of {asked}") }
    }
}

/// Everything, as Markdown. Nothing in it depends on when or where it was made.
pub(crate) fn of(pen: &Pen, rows: &[Row], rules: &Agreement) -> String {
    let mut out = format!(
        "# Stories by {}\n\nMade by `make evaluate`; how it counts stands in `tests/evaluate`.",
        pen.name
    );
    if let Some(scenes) = pen.scenes {
        let _ = write!(out, " The first {scenes} scenes of each set.");
    }
    let english: Vec<&Row> = rows.iter().filter(|row| row.set.is_english()).collect();
    out += &together(pen, &english, rules);
    out += "\n## Set by set\n\n";
    out += "| set | kind | words | facts_found | contradicted | unknown names | pronouns | repeated | copied | length | itself | in order |\n";
    out += "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n";
    rows.iter().for_each(|row| out += &line(row));
    out += "\nUnknown names and pronouns are counted in a thousand words, and in English alone.\n\n## What was counted against them\n\n";
    for row in rows {
        row.score.remarks().for_each(|remark| out += &format!("- {}: {remark}\n", row.set.name));
    }
    out + &agreement(rules)
}

/// The English sets together, with the bars and the controls.
fn together(pen: &Pen, rows: &[&Row], rules: &Agreement) -> String {
    let scores: Vec<&Score> = rows.iter().map(|row| &row.score).collect();
    let which = usize::from(pen.scenes.is_some());
    let mut out = format!("\n\n## {} English sets together\n\n", rows.len());
    out += "The controls are no stories: the notes copied out, and their sentences shuffled. A measure on which a control is\n";
    out += "as good as the story in most sets says nothing by itself, and is marked.\n\n";
    out += "| measure | story | bar | | copied out wins | shuffled wins | |\n|---|--:|--:|---|--:|--:|---|\n";
    for measure in MEASURES {
        let Some(value) = (measure.of)(&scores) else { continue };
        let bar = measure.bars[which];
        let copied = measure.wins(rows, |row| &row.controls.copied);
        let shuffled = measure.wins(rows, |row| &row.controls.shuffled);
        let weak = [&copied, &shuffled].iter().any(|wins| is_most(wins));
        let remark = if weak { "weak by itself" } else { "" };
        let sign = if bar.is_nan() {
            String::new()
        } else {
            format!("{} {bar}", if measure.lower_is_better { "≤" } else { "≥" })
        };
        let _ = writeln!(
            out,
            "| {} | {value:.3} | {sign} | {} | {copied} | {shuffled} | {remark} |",
            measure.name,
            measure.is_met(value, bar)
        );
    }
    for (name, value, bar) in
        [("rules_recall", rules.recall(), 0.8), ("rules_precision", rules.precision(), 0.9)]
    {
        let met = if value >= bar { "met" } else { "**MISSED**" };
        let _ = writeln!(out, "| {name} | {value:.3} | ≥ {bar} | {met} | | | |");
    }
    out
}

fn is_most(wins: &str) -> bool {
    let mut numbers = wins.split(" of ").filter_map(|number| number.parse::<usize>().ok());
    matches!((numbers.next(), numbers.next()), (Some(wins), Some(asked)) if wins * 2 > asked)
}

/// One set.
pub(crate) fn line(row: &Row) -> String {
    let score = &row.score;
    let english = |value: f64| if row.set.is_english() { format!("{value:.2}") } else { "–".to_owned() };
    let length = score.length_error.map_or_else(|| "–".to_owned(), |error| format!("{error:.2}"));
    format!(
        "| {} | {} | {} | {:.2} of {} | {} | {} | {} | {:.3} | {:.2} | {length} | {} | {:.2} |\n",
        row.set.name,
        row.set.labels.kind,
        score.words,
        score.found(),
        score.facts,
        score.contradicted.len(),
        english(score.per_thousand(&score.unknown_names)),
        english(score.per_thousand(&score.pronouns)),
        score.repeated,
        score.copied,
        score.about_itself.len(),
        score.in_order,
    )
}

/// The rules, one by one.
fn agreement(rules: &Agreement) -> String {
    let mut out = "\n## The review's rules against the labels\n\n| rule | caught | alarms | missed |\n|---|--:|--:|--:|\n".to_owned();
    for (rule, [caught, alarms, missed]) in &rules.by_rule {
        let _ = writeln!(out, "| {rule} | {caught} | {alarms} | {missed} |");
    }
    out.push('\n');
    rules.alarms.iter().for_each(|alarm| out += &format!("- no reason: {alarm:?}\n"));
    rules.missed.iter().for_each(|missed| out += &format!("- missed: {missed:?}\n"));
    out
}
