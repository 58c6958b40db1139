/// What a small present verb becomes in the past; `plural` where the form alone does not tell.
pub(super) fn past_of_auxiliary(low: &str) -> Option<&'static str> {
    Some(match low {
        "is" | "am" => "was",
        "are" => "were",
        "isn't" => "wasn't",
        "aren't" => "weren't",
        "has" | "have" => "had",
        "hasn't" | "haven't" => "hadn't",
        "does" | "do" => "did",
        "doesn't" | "don't" => "didn't",
        "can" => "could",
        "cannot" => "could not",
        "can't" => "couldn't",
        "will" => "would",
        "won't" => "wouldn't",
        "shall" => "should",
        "may" => "might",
        "must" => "had to",
        _ => return None,
    })
}

/// What `he's`, `they're` and their like become, written out.
pub(super) fn past_of_contraction(low: &str, next: &str) -> Option<String> {
    let (subject, ending) = low.split_once('\'')?;
    let pronoun = matches!(
        subject,
        "he" | "she" | "it" | "that" | "there" | "here" | "who" | "what" | "they" | "we" | "you" | "i"
    );
    let had = matches!(next, "been" | "got" | "had" | "gone" | "done" | "come" | "become" | "never");
    let past = match ending {
        _ if !pronoun => return None,
        "s" if had => "had",
        "s" | "m" => "was",
        "re" => "were",
        "ve" => "had",
        "ll" => "would",
        _ => return None,
    };
    Some(format!("{subject} {past}"))
}

/// Whether a verb after it stands in its bare form: `will come`, `did not come`, `to come`.
pub(super) fn takes_bare_verb(low: &str) -> bool {
    matches!(
        low,
        "to" | "can"
            | "cannot"
            | "can't"
            | "could"
            | "couldn't"
            | "will"
            | "won't"
            | "would"
            | "wouldn't"
            | "shall"
            | "should"
            | "shouldn't"
            | "may"
            | "might"
            | "must"
            | "do"
            | "does"
            | "did"
            | "don't"
            | "doesn't"
            | "didn't"
            | "let"
            | "lets"
            | "make"
            | "makes"
            | "made"
    )
}
