#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use mythline_protocol::{Fact, Rule};
use serde_json::Value;

use super::{Around, Brief, Character, Source, StepText, Style, Told, found, review, score_retelling};
use crate::text::Pronoun;

const NOTES: &str = include_str!("fixtures/notes.md");
const SNIPPETS: &str = include_str!("fixtures/snippets.json");
const EXAMPLE: &str = "Marrow kept a grey cat that slept under the stairs.";

fn person(name: &str, pronoun: Pronoun) -> Character {
    Character { name: name.to_owned(), pronoun: Some(pronoun) }
}

fn source() -> Source {
    let cast = vec![
        person("Edrin Voss", Pronoun::He),
        person("Old Teague", Pronoun::He),
        person("Tam", Pronoun::He),
    ];
    Source::new(NOTES, person("Orsa Lune", Pronoun::She), cast).with_example(EXAMPLE)
}

fn brief(snippet: &Value) -> Brief {
    let fact =
        snippet["fact"].as_str().map(|text| Fact { id: "f1".to_owned(), line: 1, text: text.to_owned() });
    Brief {
        words: snippet["words"].as_u64().unwrap_or(0) as u32,
        facts: fact.into_iter().collect(),
        ..Brief::default()
    }
}

fn rules(findings: &[mythline_protocol::Finding]) -> BTreeSet<String> {
    findings
        .iter()
        .map(|finding| serde_json::to_value(finding.rule).unwrap().as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_rules_agree_with_labels_set_by_hand() {
    let snippets: Vec<Value> = serde_json::from_str(SNIPPETS).unwrap();
    let source = source();
    let (mut right, mut alarms, mut missed) = (0_u32, Vec::new(), Vec::new());
    for snippet in &snippets {
        let text = snippet["text"].as_str().unwrap();
        let said =
            rules(&review(&brief(snippet), &StepText::Narration(text.to_owned()), &source, &Told::new()));
        let label: BTreeSet<String> = serde_json::from_value(snippet["rules"].clone()).unwrap();
        right += u32::try_from(said.intersection(&label).count()).unwrap();
        alarms.extend(said.difference(&label).map(|rule| format!("{rule}: {text}")));
        missed.extend(label.difference(&said).map(|rule| format!("{rule}: {text}")));
    }
    assert!(
        alarms.is_empty() && missed.is_empty(),
        "{right} right, false alarms: {alarms:#?}, missed: {missed:#?}"
    );
}

#[test]
fn every_finding_quotes_words_of_the_step() {
    for snippet in &serde_json::from_str::<Vec<Value>>(SNIPPETS).unwrap() {
        let text = snippet["text"].as_str().unwrap();
        for finding in review(&brief(snippet), &StepText::Narration(text.to_owned()), &source(), &Told::new())
        {
            assert!(text.contains(&finding.quote), "{finding:?}");
            assert!(finding.message.ends_with(['.', '"', '!', '?']), "{finding:?}");
            assert!(
                !finding.quote.is_empty()
                    || matches!(finding.rule, Rule::Length | Rule::Player | Rule::MissingFact),
                "{finding:?}"
            );
        }
    }
}

fn refusal(fact: &str, try_: &str, near: &str) -> Option<Rule> {
    let source = source();
    score_retelling(
        fact,
        try_,
        &Around { source: &source, told: &Told::new(), near, style: Style::default() },
    )
    .refused
}

#[test]
fn tries_that_must_not_be_used_are_refused() {
    let voss = "Voss will not open the town store.";
    let key = "In the morning Voss gives Orsa the key of the store.";
    for (fact, text, rule) in [
        (voss, "Voss would not open the town store. He had sold the oil to pay a debt.", None),
        (voss, "Voss refused to open the town store.", None),
        (voss, "Voss opened the town store.", Some(Rule::Contradiction)),
        (voss, "Edric would not open the town store.", Some(Rule::UnknownName)),
        (voss, "Voss would not open the town store, and she locked the door.", Some(Rule::Pronoun)),
        (voss, "I would not open the town store.", Some(Rule::Person)),
        (voss, "Voss would not open the town", Some(Rule::Length)),
        (
            voss,
            "Voss would not open the town store. Voss would not open the town store.",
            Some(Rule::Repetition),
        ),
        (voss, "Note: Voss would not open the town store.", Some(Rule::AboutItself)),
        (voss, "Voss would not open. The town store, one door.", Some(Rule::Length)),
        (voss, "- Voss would not open the town store.", Some(Rule::Markup)),
        (voss, "Voss kept a grey cat that slept under the store.", Some(Rule::Leaked)),
        (voss, "Tam would not open the town store.", Some(Rule::Contradiction)),
        (key, "In the morning Voss gave Orsa the key of the store.", None),
        (key, "Orsa gave Voss the key of the store in the morning.", Some(Rule::Contradiction)),
        (key, "In the morning Voss gave Orsa the three keys of the store.", Some(Rule::Contradiction)),
        ("He is sixty years old.", "He was sixty years old.", None),
        ("He is sixty years old.", "She was sixty years old.", Some(Rule::Pronoun)),
        ("He is sixty years old.", "He was seventy years old.", Some(Rule::Contradiction)),
        (
            "On the first night of winter the lamp goes out.",
            "The lamp went out on the last night of winter.",
            Some(Rule::Contradiction),
        ),
        (
            "Tam carries the oil up the tower.",
            "Tam carried the oil up the tower, and his mother was proud of her boy.",
            None,
        ),
    ] {
        assert_eq!(
            refusal(
                fact,
                text,
                "He had sold the oil in the summer to pay a debt. Edrin Voss keeps the lighthouse."
            ),
            rule,
            "{text}"
        );
    }
}

#[test]
fn of_two_tries_the_truer_and_the_fresher_wins() {
    let source = source();
    let value = |fact: &str, text: &str| {
        score_retelling(
            fact,
            text,
            &Around { source: &source, told: &Told::new(), near: "", style: Style::default() },
        )
        .value
    };
    let fact = "In the summer Voss sold the oil to pay a debt.";
    for (better, worse) in [
        ("In the summer Voss had sold the oil to pay a debt.", "In the summer Voss had sold the oil."),
        (
            "Voss had sold the oil in the summer to pay a debt.",
            "In the summer Voss sold the oil to pay a debt.",
        ),
        (
            "Voss had sold the oil in the summer to pay a debt.",
            "Voss sells the oil in the summer to pay a debt.",
        ),
        (
            "Voss had sold the oil in the summer to pay a debt.",
            "Voss sold the oil in the summer to pay a debt, and the sky was full of singing birds.",
        ),
    ] {
        assert!(value(fact, better) > value(fact, worse), "{better} / {worse}");
    }
}

#[test]
fn a_fact_is_found_where_the_text_says_it() {
    for (fact, text, said) in [
        ("Voss will not open the town store.", "He stood at the door. Voss would not open the store.", true),
        ("Voss will not open the town store.", "Voss went to the town store.", false),
        ("The tower has ninety-two steps.", "She climbed the 92 steps of the tower.", true),
        ("The tower has ninety-two steps.", "She climbed the eighty steps of the tower.", false),
        ("Nobody drowns.", "Nobody drowned.", true),
        ("Nobody drowns.", "They all drowned.", false),
        (
            "Tam carries the oil up the tower every evening.",
            "Every evening the boy went up the tower, carrying oil.",
            true,
        ),
        ("Old Teague mends nets on the quay.", "The quay was empty.", false),
        ("\"Which one is honest?\" Nell asks.", "Which one is honest?", true),
        ("\"Which one is honest?\" Nell asks.", "Nell asked nothing.", false),
        ("…", "Anything.", true),
        (
            "\"Do not tell,\" Tom says. \"My mother thinks that I am at school.\"",
            "\"Do not tell,\" Tom said. \"My mother thinks that I am at school.\"",
            true,
        ),
        (
            "\"Do not tell,\" Tom says. \"My mother thinks that I am at school.\"",
            "\"Tell,\" Tom said. \"My mother thinks that I am at school.\" He did not move.",
            false,
        ),
    ] {
        assert_eq!(found(fact, text), said, "{fact} / {text}");
    }
}

#[test]
fn what_was_told_before_is_not_told_again() {
    let mut told = Told::new();
    told.add(&StepText::Narration(
        "Orsa lifted the lantern over the black water and waited for the bell.".to_owned(),
    ));
    let again = |text: &str| {
        rules(&review(&Brief::default(), &StepText::Narration(text.to_owned()), &source(), &told))
            .contains("repetition")
    };
    assert!(again("It was late. Orsa lifted the lantern over the black water and waited for the bell."));
    assert!(!again("Orsa lowered the lantern and waited."));
}

#[test]
fn dialogue_is_reviewed_as_speech() {
    let line = |actor: &str, line: &str| mythline_protocol::DialogueLine {
        actor: actor.to_owned(),
        line: line.to_owned(),
    };
    let said = |lines: Vec<mythline_protocol::DialogueLine>| {
        rules(&review(&Brief::default(), &StepText::Dialogue(lines), &source(), &Told::new()))
    };
    assert_eq!(
        said(vec![line("Orsa", "I am going out."), line("Edrin Voss", "You are mad, and I know it.")]),
        BTreeSet::new()
    );
    assert_eq!(
        said(vec![line("Orsa", "I am going out."), line("Marlow", "Stay.")]),
        BTreeSet::from(["unknown_name".to_owned()])
    );
    assert_eq!(said(vec![line("Teague", "She is out there.")]), BTreeSet::from(["player".to_owned()]));
    assert_eq!(
        said(vec![line("Orsa", "Tell Edric that I am going.")]),
        BTreeSet::from(["unknown_name".to_owned()])
    );
}

#[test]
fn other_languages_get_no_english_remarks() {
    for (notes, text) in [
        (
            "Der alte Voss hütet den Leuchtturm. Er ist sechzig Jahre alt und er hat einen Sohn, der Tam heißt.",
            "Tam ging hinaus in den Nebel, und Voss sah ihm lange nach. Will er gehen?",
        ),
        ("灯台守のヴォスは六十歳だ。オルサは港の水先案内人である。", "オルサは霧の中へ漕ぎ出した。"),
        ("عاش فوس في المنارة ستين عاما وكان وحيدا.", "خرجت أورسا إلى البحر."),
    ] {
        let source = Source::new(notes, person("Orsa", Pronoun::She), Vec::new());
        assert_eq!(
            review(&Brief::default(), &StepText::Narration(text.to_owned()), &source, &Told::new()),
            [],
            "{text}"
        );
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(128))]

    #[test]
    fn no_text_makes_the_review_panic(notes in ".{0,200}", text in "(?s).{0,200}", fact in "[A-Za-z’'\".,!?… \n0-9İßﬁ]{0,80}") {
        let source = Source::new(&notes, person(&fact, Pronoun::She), vec![person(&notes, Pronoun::He)]).with_example(&text);
        let mut told = Told::new();
        let brief = Brief { words: 10, facts: vec![Fact { id: "f1".to_owned(), line: 1, text: fact.clone() }], ..Brief::default() };
        for text in [&text, &fact, &notes] {
            let step = StepText::Narration(text.clone());
            for finding in review(&brief, &step, &source, &told) {
                proptest::prop_assert!(text.contains(&finding.quote));
            }
            told.add(&step);
            let _ = score_retelling(&fact, text, &Around { source: &source, told: &told, near: &notes, style: Style::default() });
            let _ = crate::text::past(text);
            let passage = crate::text::Passage::new(text);
            for word in &passage.words {
                proptest::prop_assert_eq!(&text[word.span.clone()], word.text);
            }
            for sentence in &passage.sentences {
                proptest::prop_assert_eq!(&text[sentence.span.clone()], sentence.text);
            }
        }
    }
}
