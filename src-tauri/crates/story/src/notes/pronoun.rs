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
