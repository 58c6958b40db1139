/// Notes with what must hold of every story made of them, put down by hand.
pub(crate) struct Notes {
    pub(crate) subject: &'static str,
    pub(crate) text: &'static str,
    /// The person whom they follow, as the story names them.
    pub(crate) player: &'static str,
    /// Everybody, with the pronoun that must not be theirs in a sentence that begins with their name.
    pub(crate) people: &'static [(&'static str, &'static str)],
    /// Words that mark events, in the order in which they happen.
    pub(crate) order: &'static [&'static str],
}

pub(crate) const WEIGH_HOUSE: Notes = Notes {
    subject: mythline_story::sample::SUBJECT,
    text: mythline_story::sample::NOTES,
    player: "Nell",
    people: &[("Nell", "he"), ("Josef", "she"), ("Crake", "she"), ("Ada Moss", "he"), ("Tom", "she")],
    order: &[
        "market town",
        "horseshoe",
        "with a rake",
        "plug of lead",
        "One more winter",
        "candle",
        "nineteen sacks",
        "grown",
        "wagons",
        "what it weighed",
    ],
};

pub(crate) const CLOCK: Notes = Notes {
    subject: "The Clock in Room Nine",
    text: include_str!("../../src-tauri/crates/story/tests/fixtures/notes/detective.md"),
    player: "Vell",
    people: &[
        ("Vell", "she"),
        ("Mrs Finch", "he"),
        ("Daniel Reyes", "she"),
        ("Clara Lind", "he"),
        ("Hugo Lind", "she"),
    ],
    order: &[
        "Bellevue",
        "first train",
        "pillow",
        "shutter",
        "butter knife",
        "narrow heel",
        "forty gold watches",
        "half already",
        "wrists",
        "suitcase",
        "told the truth",
    ],
};

pub(crate) const TAILOR: Notes = Notes {
    subject: "The Tailor and the North Wind",
    text: include_str!("../../src-tauri/crates/story/tests/fixtures/notes/tailor.txt"),
    player: "Matti",
    people: &[("Matti", "she"), ("Liisa", "he"), ("North Wind", "she")],
    order: &[
        "moonlight",
        "beard of ice",
        "hot water",
        "altar cloth",
        "needle",
        "thousand years",
        "only thing I want",
        "far away in the north",
        "velvet",
        "firewood",
        "somebody laughed",
    ],
};
