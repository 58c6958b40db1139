use super::contradiction::Against;
use crate::text::{Passage, counts};

/// A number that is another in the fact: of the same thing, or the only one in both.
pub(super) fn differ(fact: &Passage<'_>, sentence: &Passage<'_>) -> Option<Against> {
    let (meant, said) = (counts(&fact.words), counts(&sentence.words));
    let lone = meant.len() == 1 && said.len() == 1;
    said.iter().find_map(|count| {
        let other = meant.iter().find(|other| {
            let next = other.next == count.next || other.next.is_empty() || count.next.is_empty();
            other.of == count.of && next && (lone || !count.of.is_empty())
        })?;
        let known = meant.iter().any(|other| other.number == count.number)
            || said.iter().any(|count| count.number == other.number);
        (!known).then(|| {
            let quote = sentence.quote(count.at, count.to).to_owned();
            let message =
                format!("\"{quote}\" here, and \"{}\" in the notes.", fact.quote(other.at, other.to));
            Against { message, quote }
        })
    })
}
