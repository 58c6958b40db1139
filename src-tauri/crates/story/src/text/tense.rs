use super::{finite::read, passage::Passage};

/// The narrated verbs that stand in the present for sure, by their place among the words.
#[must_use]
pub fn present_verbs(passage: &Passage<'_>) -> Vec<usize> {
    passage
        .sentences
        .iter()
        .flat_map(|sentence| {
            read(passage.words_of(sentence)).present.into_iter().map(|verb| sentence.words.start + verb.at)
        })
        .collect()
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
        ] {
            let passage = Passage::new(text);
            let found: Vec<_> =
                present_verbs(&passage).into_iter().map(|at| passage.words[at].text).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
