use super::{Form, lexicon::verb, passage::Passage};

/// What should be so and is not, told in the past: `The beam should hang level` is `The beam should have hung
/// level`. `None` where nothing should be so.
#[must_use]
pub fn unmet(text: &str) -> Option<String> {
    let passage = Passage::new(text);
    let should = passage.words.iter().position(|word| word.low == "should" && !word.quoted)?;
    let words = passage.words.get(should + 1..)?;
    let is_verb = |low: &str| low == "be" || verb(low).any(|(form, _)| form == Form::Base);
    let word = words.iter().take(2).find(|word| is_verb(&word.low)).filter(|word| word.low != "have")?;
    let participle = match word.low.as_str() {
        "be" => "been",
        low => &verb(low).find(|(form, _)| *form == Form::Base)?.1.participle,
    };
    Some(format!("{}have {participle}{}", &text[..word.span.start], &text[word.span.end..]))
}

#[cfg(test)]
mod tests {
    use super::unmet;

    #[test]
    fn what_should_be_so_and_is_not() {
        for (note, told) in [
            ("The beam should hang level.", Some("The beam should have hung level.")),
            ("The road should not be open.", Some("The road should not have been open.")),
            ("The lamp should still burn.", Some("The lamp should still have burned.")),
            ("The beam should have hung level.", None),
            ("“You should go,” he says.", None),
            ("The beam hangs level.", None),
        ] {
            assert_eq!(unmet(note).as_deref(), told, "{note}");
        }
    }
}
