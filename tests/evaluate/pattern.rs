use crate::text::Sentence;

/// By which words a statement is recognised, as people write it down: `voss|he sold|sell* oil`. Every group
/// has to be there; `|` parts alternatives, `*` stands for any ending, `_` joins words that follow one another,
/// and a group after `!` must not be there.
pub(crate) struct Pattern {
    wanted: Vec<Group>,
    unwanted: Vec<Group>,
}

/// In how many sentences on end a fact may be told.
const WITHIN: usize = 3;

impl Pattern {
    pub(crate) fn read(words: &str) -> Self {
        let (unwanted, wanted): (Vec<&str>, Vec<&str>) =
            words.split(' ').partition(|group| group.starts_with('!'));
        let groups = |words: Vec<&str>| words.into_iter().map(Group::read).collect();
        Self { wanted: groups(wanted), unwanted: groups(unwanted) }
    }

    /// From which sentence on it is said, within a few.
    pub(crate) fn place(&self, sentences: &[Sentence]) -> Option<usize> {
        let near = |from: usize| &sentences[from..sentences.len().min(from + WITHIN)];
        let said = |near: &[Sentence]| {
            self.wanted.iter().all(|group| near.iter().any(|sentence| group.place(sentence, 0).is_some()))
        };
        // The last window in which it is said begins with it.
        (0..sentences.len()).find(|from| said(near(*from))).map(|first| {
            (first..first + WITHIN)
                .take_while(|from| *from < sentences.len() && said(near(*from)))
                .last()
                .unwrap_or(first)
        })
    }

    pub(crate) fn is_said_in(&self, sentences: &[Sentence]) -> bool {
        self.place(sentences).is_some()
    }

    /// The sentence that says it alone, its groups in order.
    pub(crate) fn one_of<'s>(&self, sentences: &'s [Sentence]) -> Option<&'s Sentence> {
        sentences.iter().find(|sentence| {
            let mut at = Some(0);
            for group in &self.wanted {
                at = at.and_then(|from| group.place(sentence, from));
            }
            at.is_some() && !self.unwanted.iter().any(|group| group.place(sentence, 0).is_some())
        })
    }

    pub(crate) fn is_said_by_one_of(&self, sentences: &[Sentence]) -> bool {
        self.one_of(sentences).is_some()
    }
}

/// Alternatives, each of words that follow one another.
struct Group(Vec<Vec<String>>);

impl Group {
    fn read(group: &str) -> Self {
        let alternative = |words: &str| words.split('_').map(str::to_owned).collect();
        Self(group.trim_start_matches('!').split('|').map(alternative).collect())
    }

    /// Where it ends in a sentence first, from a word on. In a script without spaces the letters alone count.
    fn place(&self, sentence: &Sentence, from: usize) -> Option<usize> {
        let ends = |words: &Vec<String>| {
            if is_spaceless(&words[0]) {
                return sentence.text.contains(&words[0]).then_some(from);
            }
            let follows = |at: &usize| {
                words
                    .iter()
                    .enumerate()
                    .all(|(n, word)| sentence.words.get(at + n).is_some_and(|said| is_word(&said.low, word)))
            };
            (from..sentence.words.len()).find(follows).map(|at| at + words.len())
        };
        self.0.iter().filter_map(ends).min()
    }
}

fn is_word(said: &str, word: &str) -> bool {
    word.strip_suffix('*').map_or(said == word, |begins| said.starts_with(begins))
}

fn is_spaceless(word: &str) -> bool {
    word.chars().any(|c| u32::from(c) >= 0x2E80)
}

#[test]
fn statements_are_recognised_by_their_words() {
    use crate::text::sentences;
    let story = sentences(
        "The cellar was wet. Voss had sold the oil. It was to pay a debt. Nobody knew. Then he slept.",
    );
    let said = |words: &str| Pattern::read(words).place(&story);
    assert_eq!(said("voss|keeper sell*|sold oil debt"), Some(1));
    assert_eq!(said("cellar nobody"), None);
    assert_eq!(said("had_sold oil"), Some(1));
    assert_eq!(said("sold_had"), None);
    let alone = |words: &str| Pattern::read(words).is_said_by_one_of(&story);
    assert!(alone("voss sold oil") && !alone("oil voss") && !alone("voss debt") && !alone("voss sold !oil"));
    assert!(Pattern::read("佐和 手紙").is_said_in(&sentences("夜、佐和は手紙を見つけた。")));
}
