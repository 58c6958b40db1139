use crate::text::Pronoun;

/// `he` and `she` in any case; `they` says nothing of one person.
pub(crate) fn pronoun_of(folded: &str) -> Option<Pronoun> {
    Pronoun::of(folded).filter(|pronoun| *pronoun != Pronoun::They)
}

const SHE: &[&str] = &[
    "woman",
    "girl",
    "widow",
    "mother",
    "daughter",
    "sister",
    "wife",
    "aunt",
    "queen",
    "princess",
    "grandmother",
    "lady",
    "niece",
    "mrs",
    "miss",
    "ms",
    "bride",
    "nun",
    "midwife",
    "waitress",
    "actress",
    "landlady",
    "witch",
    "countess",
];
const HE: &[&str] = &[
    "man",
    "boy",
    "widower",
    "father",
    "son",
    "brother",
    "husband",
    "uncle",
    "king",
    "prince",
    "grandfather",
    "lord",
    "nephew",
    "mr",
    "sir",
    "groom",
    "monk",
    "fisherman",
    "waiter",
    "landlord",
    "wizard",
    "count",
    "ferryman",
    "master",
];

/// What a noun for a person says of the pronoun.
pub(crate) fn pronoun_of_noun(folded: &str) -> Option<Pronoun> {
    if SHE.contains(&folded) {
        Some(Pronoun::She)
    } else if HE.contains(&folded) {
        Some(Pronoun::He)
    } else {
        None
    }
}

/// Endings of nouns for what people do.
const NOUN_ENDINGS: &[&str] = &[
    "er",
    "or",
    "man",
    "woman",
    "ist",
    "ian",
    "smith",
    "wright",
    "clerk",
    "monk",
    "nurse",
    "cook",
    "guest",
    "friend",
    "child",
    "student",
    "thief",
    "priest",
    "apprentice",
    "captain",
    "servant",
    "assistant",
    "sergeant",
    "agent",
    "merchant",
    "neighbour",
    "judge",
    "spy",
    "guide",
];

/// Whether a noun says what somebody does.
pub(crate) fn is_occupation(folded: &str) -> bool {
    !NO_PERSONS.contains(&folded) && NOUN_ENDINGS.iter().any(|end| folded.ends_with(end))
}

/// Things that end as if they were people.
const NO_PERSONS: &[&str] = &[
    "water", "river", "winter", "summer", "letter", "door", "floor", "paper", "weather", "number", "corner",
    "dinner", "supper", "flower", "tower", "power", "thunder", "ladder", "hammer", "mirror", "harbour",
    "other", "over", "under", "after", "never", "ever", "better", "silver", "copper", "butter", "feather",
    "leather", "anger", "answer", "colour", "fever", "finger", "shoulder", "matter", "order", "paper",
    "shutter", "timber", "tiger", "spider", "motor", "waist", "wrist", "fist", "mist", "list", "twist",
    "pier", "beer", "layer", "cover", "border", "shelter", "counter", "drawer", "lever", "amber", "ember",
    "chamber", "gutter", "parlor", "corridor", "terror", "error", "horror", "razor", "tractor", "cider",
    "powder", "boulder", "cinder", "wonder", "hunger", "danger", "dagger", "pepper", "slipper", "barrier",
    "crater", "anchor", "cellar",
];
