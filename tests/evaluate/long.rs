//! Notes of twenty thousand words: a year-book of islands, put together from words written by hand. Nobody
//! wrote them sentence by sentence, so what is labelled of them is labelled by how they are made.

use serde_json::{Map, Value, json};

use crate::labels::{Labels, Set};

/// Whom the year-book follows.
const CLERK: &str = "Sunniva Drew";

const PEOPLE: &[(&str, &str, &str)] = &[
    ("Osric Penn", "he", "the ferryman"),
    ("Maud Tarrant", "she", "the midwife"),
    ("Ivo Lusk", "he", "the cooper"),
    ("Bettany Crowe", "she", "the schoolmistress"),
    ("Hal Dunnet", "he", "the shepherd"),
    ("Petra Vane", "she", "the glazier"),
    ("Jory Kemp", "he", "the bell-founder"),
    ("Lisbet Orme", "she", "the brewer"),
    ("Casper Rudd", "he", "the saddler"),
    ("Nessa Flett", "she", "the kelp burner"),
    ("Tobit Marl", "he", "the mason"),
    ("Greer Halloran", "she", "the pilot"),
    ("Wystan Boyle", "he", "the chandler"),
    ("Ottilie Sharrow", "she", "the weaver"),
    ("Fenn Askew", "he", "the fowler"),
    ("Dorcas Twelve", "she", "the widow"),
    ("Merrik Stane", "he", "the smith"),
    ("Annis Pell", "she", "the healer"),
    ("Rafe Godolph", "he", "the fiddler"),
    ("Thora Wick", "she", "the harbour master"),
];

const PLACES: &[&str] = &[
    "Skarra",
    "Little Holm",
    "Gannet Head",
    "Orfasay",
    "Brae Sound",
    "Tolsta",
    "Kettle Bay",
    "Whinness",
    "Sulva",
    "Marrowick",
    "Fair Stack",
    "Hesta",
    "Lingness",
    "Dunrossan",
    "Copinsay",
    "Wether Voe",
    "Eynhallow",
    "Starn",
    "Muckle Roe",
    "Papil",
];

/// What somebody does to a thing.
const DEEDS: &[&str] = &[
    "finds",
    "sells",
    "hides",
    "buys",
    "loses",
    "carries",
    "counts",
    "paints",
    "mends",
    "borrows",
    "lends out",
    "cleans",
    "weighs",
    "measures",
    "steals",
    "burns",
    "buries",
    "trades",
    "wraps up",
    "breaks",
    "washes",
    "inherits",
    "repairs",
    "locks up",
    "throws away",
    "admires",
    "forgets",
    "remembers",
    "describes",
    "lifts",
    "drops",
    "chooses",
    "claims",
    "returns",
    "brings",
    "takes",
    "gives away",
    "shows",
    "needs",
    "wants",
    "keeps",
    "leaves",
    "asks for",
    "looks for",
];

/// Things, each with the word by which it is known again.
const THINGS: &[(&str, &str)] = &[
    ("the bell rope", "rope"),
    ("a blue jug", "jug"),
    ("three lambs", "lambs"),
    ("a jar of honey", "honey"),
    ("the harbour door", "door"),
    ("two tide tables", "tide"),
    ("a bone spoon", "spoon"),
    ("the only ladder", "ladder"),
    ("some bitter ale", "ale"),
    ("a silver thimble", "thimble"),
    ("forty herring", "herring"),
    ("the neighbour's fence", "fence"),
    ("a cradle", "cradle"),
    ("the bishop's letter", "letter"),
    ("a glass float", "float"),
    ("the last ewe", "ewe"),
    ("a sack of peat", "peat"),
    ("the tithe", "tithe"),
    ("a tin whistle", "whistle"),
    ("nine leeks", "leeks"),
    ("a cabbage", "cabbage"),
    ("the grey goose", "goose"),
    ("six candles", "candles"),
    ("the chapel window", "window"),
    ("a toy horse", "horse"),
    ("that rotten net", "net"),
    ("a bag of meal", "meal"),
    ("the broken fiddle", "fiddle"),
    ("a lantern", "lantern"),
    ("some seal skin", "seal"),
    ("an old notice", "notice"),
    ("the good axe", "axe"),
    ("a millstone", "millstone"),
    ("the schoolroom broom", "broom"),
    ("a patchwork sail", "sail"),
    ("both dye pots", "dye"),
    ("the cattle feed", "feed"),
    ("a wreck's anchor", "anchor"),
    ("the granary key", "key"),
    ("some map", "map"),
    ("a cup of whey", "whey"),
    ("the saint's medal", "medal"),
    ("a barley loaf", "loaf"),
    ("the ram's halter", "halter"),
    ("a church plate", "plate"),
    ("five buttons", "buttons"),
    ("the wooden bucket", "bucket"),
    ("a woollen cap", "cap"),
    ("a cousin's boots", "boots"),
    ("the salt barrel", "barrel"),
    ("a copper kettle", "kettle"),
    ("two oars", "oars"),
    ("the almanac", "almanac"),
    ("a crooked nail", "nail"),
    ("the widow's mirror", "mirror"),
    ("a basket", "basket"),
    ("some dried figs", "figs"),
    ("the blind dog", "dog"),
    ("a whale's tooth", "tooth"),
    ("the millpond eel", "eel"),
];

/// When, where or why, each with the word by which it is known again.
const TAILS: &[(&str, &str)] = &[
    ("before dawn", "dawn"),
    ("behind the smithy", "smithy"),
    ("for eggs", "eggs"),
    ("by mistake", "mistake"),
    ("on market day", "market"),
    ("without a word", "word"),
    ("at low tide", "tide"),
    ("in the rain", "rain"),
    ("for the third time", "third"),
    ("after mass", "mass"),
    ("under an arch", "arch"),
    ("out of pity", "pity"),
    ("near the kiln", "kiln"),
    ("against all advice", "advice"),
    ("among nettles", "nettles"),
    ("in thick fog", "fog"),
    ("to please grandmother", "grandmother"),
    ("on a Tuesday", "tuesday"),
    ("beside the well", "well"),
    ("in November", "november"),
    ("with cold hands", "hands"),
    ("on the windward side", "windward"),
    ("despite a fever", "fever"),
    ("below the cliff", "cliff"),
    ("with great care", "care"),
    ("across the causeway", "causeway"),
    ("from habit", "habit"),
    ("at midnight", "midnight"),
    ("with two nephews", "nephews"),
    ("over driftwood", "driftwood"),
    ("outside the tavern", "tavern"),
    ("during the drumming", "drumming"),
    ("before witnesses", "witnesses"),
    ("in borrowed clothes", "clothes"),
    ("at the beacon", "beacon"),
    ("between storms", "storms"),
    ("for six pennies", "pennies"),
    ("through a hedge", "hedge"),
    ("on horseback", "horseback"),
    ("in the churchyard", "churchyard"),
    ("by candlelight", "candlelight"),
    ("as a joke", "joke"),
    ("for nothing", "nothing"),
    ("in the loft", "loft"),
    ("towards evening", "evening"),
    ("along the shore", "shore"),
    ("on Christmas Eve", "christmas"),
    ("with a sigh", "sigh"),
    ("at the ford", "ford"),
    ("inside the tower", "tower"),
    ("behind a curtain", "curtain"),
    ("past the ruins", "ruins"),
    ("in good weather", "weather"),
    ("for a bet", "bet"),
    ("near the pier", "pier"),
    ("under protest", "protest"),
    ("after supper", "supper"),
];

const CHAPTERS: usize = 40;
const SENTENCES: usize = 56;
/// One sentence in so many is labelled.
const LABELLED: usize = 12;
/// Scenes that are written: the whole would take hours.
const SCENES: usize = 5;

pub(crate) fn set() -> Set {
    let mut dice = Dice::new(1921);
    let (mut deeds, mut things, mut tails) = (Deck::new(DEEDS), Deck::new(THINGS), Deck::new(TAILS));
    let mut facts = Map::new();
    let mut notes = "# The Year-Book of the Outer Islands\n\n## People\n\n".to_owned();
    notes += &format!("- {CLERK} is the clerk of the islands. She is twenty-six.\n");
    for (name, pronoun, role) in PEOPLE {
        let pronoun = if *pronoun == "he" { "He" } else { "She" };
        notes += &format!("- {name} is {role}. {pronoun} is {} years old.\n", 20 + dice.below(60));
    }
    for chapter in 0..CHAPTERS {
        let place = PLACES[chapter % PLACES.len()];
        notes += &format!(
            "\n## {place}, {}\n\n",
            if chapter < PLACES.len() { "the first visit" } else { "the second visit" }
        );
        notes += &format!("{CLERK} comes to {place} and opens the year-book.");
        for sentence in 0..SENTENCES {
            // Every fifth time it is the clerk's turn; the others take turns by threes, as neighbours would.
            let at = (chapter * 3 + sentence * 7 / 5) % PEOPLE.len();
            let name = if sentence % 5 == 0 { CLERK } else { PEOPLE[at].0 };
            let deed = deeds.draw(&mut dice);
            let ((thing, known), (tail, when)) = (things.draw(&mut dice), tails.draw(&mut dice));
            let said = format!("{name} {deed} {thing} {tail}.");
            notes += if sentence % 4 == 0 { "\n" } else { " " };
            notes += &said;
            if (chapter * SENTENCES + sentence).is_multiple_of(LABELLED) {
                let (first, last) = name.split_once(' ').unwrap();
                facts.insert(
                    said,
                    Value::from(format!(
                        "{}|{}|he|she {known} {when}",
                        first.to_lowercase(),
                        last.to_lowercase()
                    )),
                );
            }
        }
        notes += "\n";
    }
    Set { name: "long".to_owned(), notes, labels: labels(&facts), scenes: Some(SCENES) }
}

fn labels(facts: &Map<String, Value>) -> Labels {
    let mut people = Map::new();
    people.insert(CLERK.to_owned(), Value::from("she clerk"));
    for (name, pronoun, role) in PEOPLE {
        people.insert(
            (*name).to_owned(),
            Value::from(format!("{pronoun} {}", role.trim_start_matches("the "))),
        );
    }
    let labels = json!({
        "kind": "twenty thousand words", "language": "en", "people": people, "names": PLACES.join(" ") + " Tuesday November Christmas Eve Outer Islands Year Book People",
        "facts": facts, "contradictions": {}, "rules": [],
    });
    serde_json::from_value(labels).unwrap()
}

/// Cards that come in any order, each once before one comes again.
struct Deck<T: 'static> {
    cards: &'static [T],
    left: Vec<&'static T>,
}

impl<T> Deck<T> {
    fn new(cards: &'static [T]) -> Self {
        Self { cards, left: Vec::new() }
    }

    fn draw(&mut self, dice: &mut Dice) -> &'static T {
        if self.left.is_empty() {
            self.left.extend(self.cards);
        }
        self.left.swap_remove(dice.below(self.left.len()))
    }
}

/// The same throws for the same seed: a xorshift.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

#[test]
fn it_has_twenty_thousand_words() {
    let words = set().notes.split_whitespace().count();
    assert!((19_500..21_500).contains(&words), "{words}");
}
