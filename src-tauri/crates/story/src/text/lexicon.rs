use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

static IRREGULAR: &str = include_str!("data/irregular_verbs.txt");
static REGULAR: &str = include_str!("data/regular_verbs.txt");
static NOUN_VERBS: &str = include_str!("data/noun_verbs.txt");
static STOP_WORDS: &str = include_str!("data/stop_words.txt");

/// Which form of a verb a word is. `Base` is also the present of a plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// come
    Base,
    /// comes
    Third,
    /// came
    Past,
    /// come, where it differs from the past
    Participle,
    /// coming
    Ing,
}

/// A verb that the lexicon knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verb {
    /// come
    pub base: String,
    /// came
    pub past: String,
    /// come, as in `has come`
    pub participle: String,
    /// Whether its -s form is as often a plural noun.
    pub noun_too: bool,
}

/// A list of words in a data file.
pub(crate) type WordList = LazyLock<HashSet<&'static str>>;

/// Reads a list: spaces between the words; lines that begin with `#` are remarks.
pub(crate) fn word_list(list: &'static str) -> HashSet<&'static str> {
    entries(list).collect()
}

struct Lexicon {
    verbs: Vec<Verb>,
    forms: HashMap<String, Vec<(Form, usize)>>,
    stop: HashSet<&'static str>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// The verbs a folded word can be a form of, with the form.
pub fn verb(folded: &str) -> impl Iterator<Item = (Form, &'static Verb)> {
    let lexicon = &*LEXICON;
    lexicon.forms.get(folded).into_iter().flatten().map(|&(form, at)| (form, &lexicon.verbs[at]))
}

/// Whether a folded word says nothing by itself: `the`, `with`, `she`.
#[must_use]
pub fn is_stop_word(folded: &str) -> bool {
    LEXICON.stop.contains(folded)
}

impl Lexicon {
    fn read() -> Self {
        let nouns = word_list(NOUN_VERBS);
        let mut lexicon = Self { verbs: Vec::new(), forms: HashMap::new(), stop: word_list(STOP_WORDS) };
        for line in IRREGULAR.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split(' ');
            if let (Some(base), Some(past), Some(participle)) =
                (columns.next(), columns.next(), columns.next())
            {
                lexicon.add(
                    base,
                    &past.split('/').collect::<Vec<_>>(),
                    &participle.split('/').collect::<Vec<_>>(),
                    &nouns,
                );
            }
        }
        for base in entries(REGULAR) {
            let past = regular_past(base);
            lexicon.add(base, &[&past], &[&past], &nouns);
        }
        lexicon
    }

    fn add(&mut self, base: &str, past: &[&str], participle: &[&str], nouns: &HashSet<&str>) {
        let at = self.verbs.len();
        self.verbs.push(Verb {
            base: base.to_owned(),
            past: past[0].to_owned(),
            participle: participle[0].to_owned(),
            noun_too: nouns.contains(base),
        });
        let ends = [(base.to_owned(), Form::Base), (third(base), Form::Third), (ing(base), Form::Ing)];
        let pasts = past.iter().map(|word| ((*word).to_owned(), Form::Past));
        let participles = participle.iter().map(|word| ((*word).to_owned(), Form::Participle));
        for (word, form) in ends.into_iter().chain(pasts).chain(participles) {
            self.forms.entry(word).or_default().push((form, at));
        }
    }
}

fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// come → comes, carry → carries, watch → watches.
fn third(base: &str) -> String {
    match base {
        "have" => "has".to_owned(),
        "do" | "go" | "forgo" | "undergo" | "echo" | "undo" | "outdo" | "veto" => format!("{base}es"),
        _ if ends_in_consonant_y(base) => format!("{}ies", &base[..base.len() - 1]),
        _ if ["s", "x", "z", "ch", "sh"].iter().any(|end| base.ends_with(end)) => format!("{base}es"),
        _ => format!("{base}s"),
    }
}

/// comes → come, carries → carry, watches → watch; of verbs that the lexicon lacks.
pub(crate) fn base_of(third: &str) -> String {
    let cut = |n: usize| third[..third.len() - n].to_owned();
    if third.ends_with("ies") {
        cut(3) + "y"
    } else if ["ches", "shes", "sses", "xes", "zes", "oes"].iter().any(|end| third.ends_with(end)) {
        cut(2)
    } else {
        cut(1)
    }
}

/// walk → walked, carry → carried, stop → stopped.
pub(crate) fn regular_past(base: &str) -> String {
    if base.ends_with('e') {
        format!("{base}d")
    } else if ends_in_consonant_y(base) {
        format!("{}ied", &base[..base.len() - 1])
    } else {
        format!("{}ed", doubled(base))
    }
}

fn ing(base: &str) -> String {
    if let Some(stem) = base.strip_suffix("ie") {
        format!("{stem}ying")
    } else if base.ends_with('e')
        && !base.ends_with("ee")
        && !base.ends_with("oe")
        && !base.ends_with("ye")
        && base != "be"
    {
        format!("{}ing", &base[..base.len() - 1])
    } else {
        format!("{}ing", doubled(base))
    }
}

fn ends_in_consonant_y(base: &str) -> bool {
    let mut back = base.chars().rev();
    back.next() == Some('y') && back.next().is_some_and(|c| !is_vowel(c))
}

/// Verbs of more than one syllable that double their last letter because it is stressed.
const STRESSED: &[&str] = &[
    "admit", "commit", "control", "enrol", "equip", "forget", "begin", "occur", "patrol", "permit", "prefer",
    "refer", "regret", "submit", "transmit", "kidnap", "worship", "overrun", "outrun", "upset", "rebel",
    "compel", "expel", "propel", "travel", "quarrel", "signal", "label", "level", "shovel", "unravel",
    "marvel", "forbid", "beget",
];

/// The base with its last letter doubled where English does so.
fn doubled(base: &str) -> String {
    let letters: Vec<char> = base.chars().collect();
    let [.., a, b, c] = letters[..] else {
        return base.to_owned();
    };
    let closed = is_vowel(b) && !is_vowel(c) && !matches!(c, 'w' | 'x' | 'y');
    let open_before = !is_vowel(a) || (a == 'u' && letters.len() > 3 && letters[letters.len() - 4] == 'q');
    let syllables = letters.windows(2).filter(|pair| is_vowel(pair[0]) && !is_vowel(pair[1])).count();
    let stressed = syllables == 1 || STRESSED.contains(&base);
    if closed && open_before && stressed { format!("{base}{c}") } else { base.to_owned() }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_pasts() {
        for (base, past) in [
            ("walk", "walked"),
            ("stop", "stopped"),
            ("carry", "carried"),
            ("play", "played"),
            ("climb", "climbed"),
            ("row", "rowed"),
            ("open", "opened"),
            ("admit", "admitted"),
            ("travel", "travelled"),
            ("fix", "fixed"),
            ("agree", "agreed"),
            ("tie", "tied"),
            ("answer", "answered"),
            ("need", "needed"),
            ("quit", "quitted"),
            ("load", "loaded"),
            ("visit", "visited"),
            ("offer", "offered"),
            ("echo", "echoed"),
            ("cry", "cried"),
            ("wait", "waited"),
            ("mend", "mended"),
            ("plan", "planned"),
            ("moor", "moored"),
            ("whisper", "whispered"),
        ] {
            assert_eq!(regular_past(base), past);
        }
    }

    #[test]
    fn forms_lead_to_their_verb() {
        for (word, form, base) in [
            ("comes", Form::Third, "come"),
            ("came", Form::Past, "come"),
            ("dying", Form::Ing, "die"),
            ("running", Form::Ing, "run"),
            ("hatches", Form::Third, "hatch"),
            ("written", Form::Participle, "write"),
            ("seeing", Form::Ing, "see"),
            ("carries", Form::Third, "carry"),
            ("burnt", Form::Participle, "burn"),
        ] {
            assert!(verb(word).any(|(f, v)| f == form && v.base == base), "{word}");
        }
        assert_eq!(verb("lamp").count(), 0);
    }

    #[test]
    fn every_noun_verb_is_a_verb() {
        let odd: Vec<_> =
            entries(NOUN_VERBS).filter(|word| !verb(word).any(|(form, _)| form == Form::Base)).collect();
        assert_eq!(odd, [""; 0]);
    }
}
