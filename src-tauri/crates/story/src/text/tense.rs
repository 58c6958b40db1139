use super::{
    finite::read,
    parts::{Part, is_past, part},
    passage::{Passage, Word},
};

/// The narrated verbs that stand in the present for sure, by their place among the words. What is always so
/// stands in the present in a story of the past too: `She knew that a weight wears away`.
#[must_use]
pub fn present_verbs(passage: &Passage<'_>) -> Vec<usize> {
    let of = |sentence: &super::Sentence<'_>| {
        let words = passage.words_of(sentence);
        let told = move |at: &usize| !is_general(words, *at);
        let present = read(words).present.into_iter().map(|verb| verb.at).filter(told);
        present.map(|at| sentence.words.start + at).collect::<Vec<_>>()
    };
    passage.sentences.iter().flat_map(of).collect()
}

/// Words with which something begins that is always so.
const SINCE: &[&str] = &["that", "what", "how", "why", "since", "because", "for", "as"];

/// Whether any such thing does it, by what somebody knew or said: it stands after a past verb and one of
/// [`SINCE`], and who does it is nobody known.
fn is_general(words: &[Word<'_>], at: usize) -> bool {
    let Some(since) = words[..at].iter().rposition(|word| SINCE.contains(&word.low.as_str())) else {
        return false;
    };
    let anybody = |word: &Word<'_>| match part(word) {
        Part::Determiner => matches!(word.low.as_str(), "a" | "an" | "any" | "every"),
        Part::Other | Part::Adjective => !word.breaks(),
        _ => false,
    };
    since + 1 < at
        && words[since + 1..at].iter().all(anybody)
        && words[..since].iter().any(|word| is_past(&word.low) && !word.quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn present_verbs_are_found_and_nouns_left_alone() {
        for (text, expected) in [
            ("He comes to the wall.", vec!["comes"]),
            ("He came to the wall and opened the gates.", vec![]),
            ("The lighthouse is a church.", vec!["is"]),
            ("“It is late,” he said.", vec![]),
            ("He heard the boats and the lights went out.", vec![]),
            ("His works and hopes were gone.", vec![]),
            ("He walked home and sells the oil.", vec!["sells"]),
            ("The keeper watches the sea.", vec!["watches"]),
            ("The night watches were long.", vec![]),
            ("She had lost the looks of her youth.", vec![]),
            ("He would not open the town store.", vec![]),
            ("They stay in the boat.", vec!["stay"]),
            ("Nobody has seen it.", vec!["has"]),
            ("In the will he left her the house.", vec![]),
            ("He knew that bees like smoke.", vec![]),
            ("She made him promise to stay.", vec![]),
            ("The boats had come home by sound alone.", vec![]),
            ("He saw the boats come home.", vec![]),
            ("She knew that a weight wears away.", vec![]),
            ("He walked where the ants were, since ants know water.", vec![]),
            ("He thought of what frost does.", vec![]),
            ("He knew that the boat comes home.", vec!["comes"]),
            ("He knew that she sells the oil.", vec!["sells"]),
        ] {
            let passage = Passage::new(text);
            let found: Vec<_> =
                present_verbs(&passage).into_iter().map(|at| passage.words[at].text).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
