use super::{
    Form,
    finite::{Reading, read},
    lexicon::verb,
    passage::{Passage, Word},
    since::since,
};

/// A note in the present, told in the past: `He comes to the wall` is `He came to the wall`. What is past in
/// it already lies before that: `He says that he slept` is `He said that he had slept`. Speech stays as it
/// is. `None` when the text has no verb, or one that may be a noun: better nothing than a
/// sentence that nobody would write.
#[must_use]
pub fn past(text: &str) -> Option<String> {
    in_past(text, false)
}

/// A note in the past among notes in the present: what it tells lies before the moment of theirs. `He broke his
/// leg at midsummer` is `He had broken his leg at midsummer`. `None` where nothing in it says when that was.
#[must_use]
pub fn past_before(text: &str) -> Option<String> {
    let passage = Passage::new(text);
    let says_when = passage.narrated().any(|word| TIMES.contains(&word.low.as_str()));
    let is_past = passage.sentences.iter().all(|sentence| {
        let reading = read(passage.words_of(sentence));
        reading.present.is_empty() && reading.earlier.iter().any(|verb| !verb.reported)
    });
    (says_when && is_past).then(|| in_past(text, true))?
}

/// Whether a note tells what happens in the present.
#[must_use]
pub fn is_present(text: &str) -> bool {
    let passage = Passage::new(text);
    passage.sentences.iter().any(|sentence| read(passage.words_of(sentence)).happens)
}

/// Words that say when something was.
const TIMES: &[&str] = &[
    "ago",
    "yesterday",
    "last",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "spring",
    "summer",
    "autumn",
    "winter",
    "midsummer",
    "midwinter",
    "christmas",
    "easter",
    "year",
    "years",
];

fn in_past(text: &str, before: bool) -> Option<String> {
    let passage = Passage::new(text);
    let mut told = String::with_capacity(text.len() + 8);
    let mut copied = 0;
    for sentence in &passage.sentences {
        let words = passage.words_of(sentence);
        let reading = read(words);
        if !reading.doubts.is_empty() || !has_verb(&reading, words) {
            return None;
        }
        for (span, new) in changes(&reading, words, before) {
            told.push_str(&text[copied..span.start]);
            told.push_str(&new);
            copied = span.end;
        }
    }
    told.push_str(&text[copied..]);
    (!passage.words.is_empty()).then_some(told)
}

fn has_verb(reading: &Reading, words: &[Word<'_>]) -> bool {
    reading.main || (!words.is_empty() && words.iter().all(|word| word.quoted))
}

/// The words to be put in place of others, in order.
fn changes(reading: &Reading, words: &[Word<'_>], before: bool) -> Vec<(std::ops::Range<usize>, String)> {
    let since = since(reading, words);
    let lasts =
        |at: usize| since.as_ref().filter(|(verb, _)| *verb == at).map(|(_, perfect)| perfect.as_str());
    let present = reading.present.iter().map(|verb| {
        let last = &words[verb.at + verb.words - 1];
        let told = lasts(verb.at).unwrap_or(&verb.past);
        (words[verb.at].span.start..last.span.end, as_written(&words[verb.at], told))
    });
    let all_before = before || lies_before(reading, words);
    let earlier = reading.earlier.iter().filter_map(|verb| {
        let is_before = if verb.reported { reading.happens } else { all_before };
        let before = is_before.then_some(verb.perfect.as_str());
        Some((words[verb.at].span.clone(), lasts(verb.at).or(before)?.to_owned()))
    });
    let mut changes: Vec<_> = present.chain(earlier).collect();
    if !changes.is_empty() {
        let days = words.iter().filter(|word| !word.quoted).filter_map(|word| {
            let then = match word.low.as_str() {
                "today" => "that day",
                "tonight" => "that night",
                "tomorrow" => "the next day",
                "yesterday" => "the day before",
                "ago" => "before",
                _ => return None,
            };
            Some((word.span.clone(), as_written(word, then)))
        });
        changes.extend(days);
        changes.sort_by_key(|(span, _)| span.start);
    }
    changes
}

/// Whether what a sentence tells of the past lies before what is told around it: what came of it is so still
/// (`She came and has stayed`), or why it was done (`He took it, because she fishes`).
fn lies_before(reading: &Reading, words: &[Word<'_>]) -> bool {
    let Some(first) = reading.earlier.iter().find(|verb| !verb.reported) else { return false };
    let mut since = words[first.at..].iter().map(|word| word.low.as_str());
    let lasts = reading.present.iter().any(|verb| {
        verb.at > first.at
            && matches!(words[verb.at].low.as_str(), "has" | "have")
            && is_perfect(words, verb.at)
    });
    lasts || (!reading.happens && !reading.present.is_empty() && since.any(|word| word == "because"))
}

/// Whether a participle follows: `has stayed`.
fn is_perfect(words: &[Word<'_>], at: usize) -> bool {
    let next = words.get(at + 1).filter(|_| !words[at].breaks());
    next.is_some_and(|next| verb(&next.low).any(|(form, _)| form == Form::Participle))
}

/// With the capital that the word had.
fn as_written(word: &Word<'_>, new: &str) -> String {
    if !word.text.starts_with(char::is_uppercase) {
        return new.to_owned();
    }
    let mut letters = new.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_in_the_present_are_told_in_the_past() {
        let table = [
            ("He comes to the wall with a basket.", "He came to the wall with a basket."),
            ("At noon he comes to the wall with a basket.", "At noon he came to the wall with a basket."),
            ("In it is a swarm he caught that morning.", "In it was a swarm he caught that morning."),
            ("He says that he is sorry about the well.", "He said that he was sorry about the well."),
            ("Voss will not open the town store.", "Voss would not open the town store."),
            (
                "The wall between the gardens is four feet high.",
                "The wall between the gardens was four feet high.",
            ),
            (
                "He has not spoken to Marrow since the spring.",
                "He had not spoken to Marrow since the spring.",
            ),
            ("The boats come home by sound alone.", "The boats came home by sound alone."),
            ("Marrow takes the key and opens the door.", "Marrow took the key and opened the door."),
            ("The harbour lights burn all night.", "The harbour lights burned all night."),
            ("The keeper of the lamps sleeps.", "The keeper of the lamps slept."),
            ("They mend the nets and sell them in town.", "They mended the nets and sold them in town."),
            ("Orsa doesn't know who lit the lamp.", "Orsa didn't know who had lit the lamp."),
            ("The man who keeps the bees lives by the wall.", "The man who kept the bees lived by the wall."),
            ("She must row out before the tide turns.", "She had to row out before the tide turned."),
            ("He must not touch the hives.", "He was not to touch the hives."),
            ("It's the third hive, and it's broken.", "It was the third hive, and it was broken."),
            ("“I am here,” says Teague.", "“I am here,” said Teague."),
            ("Tam hangs the lamp, lights it and waits.", "Tam hung the lamp, lit it and waited."),
            ("Marrow and Teague keep bees.", "Marrow and Teague kept bees."),
            (
                "If the fog lifts tomorrow, the boats can go out.",
                "If the fog lifted the next day, the boats could go out.",
            ),
            (
                "Nobody knows that Voss sold the oil in the summer.",
                "Nobody knew that Voss had sold the oil in the summer.",
            ),
            ("The old lamp stands on the sea wall.", "The old lamp stood on the sea wall."),
            ("Her daughter is among the six people aboard.", "Her daughter was among the six people aboard."),
            ("He caught the swarm.", "He caught the swarm."),
            (
                "Thirty years ago the lamp went dark, and nobody lights it now.",
                "Thirty years before the lamp went dark, and nobody lit it now.",
            ),
            ("The keeper watches the boats come home.", "The keeper watched the boats come home."),
            ("Four hives stand along the wall.", "Four hives stood along the wall."),
            ("She wants to leave the island.", "She wanted to leave the island."),
            ("The letter says: the debt is paid.", "The letter said: the debt was paid."),
            ("Old Teague lives next door and hates smoke.", "Old Teague lived next door and hated smoke."),
            (
                "The lamp that hangs over the door never goes out.",
                "The lamp that hung over the door never went out.",
            ),
            ("Fog rolls in from the sea.", "Fog rolled in from the sea."),
            ("There are two keys, and Voss keeps both.", "There were two keys, and Voss kept both."),
            ("The bees swarm when the weather turns.", "The bees swarmed when the weather turned."),
            (
                "Teague walks home along the wall every night.",
                "Teague walked home along the wall every night.",
            ),
            ("The debt weighs on him.", "The debt weighed on him."),
            ("Her brother Tam works on the boats.", "Her brother Tam worked on the boats."),
            (
                "The council meets in the old church and votes to close the light.",
                "The council met in the old church and voted to close the light.",
            ),
            (
                "Marrow finds the third hive lying on its side in the nettles.",
                "Marrow found the third hive lying on its side in the nettles.",
            ),
            (
                "Ost, the warden, has kept the light for thirty years.",
                "Ost, the warden, had kept the light for thirty years.",
            ),
            ("Voss owes money to a man in the city.", "Voss owed money to a man in the city."),
            ("The two of them have not spoken since.", "The two of them had not spoken since."),
            ("Nobody in the town believes her.", "Nobody in the town believed her."),
            ("Each lamp burns for nine hours.", "Each lamp burned for nine hours."),
            ("All of the boats are out when the fog comes.", "All of the boats were out when the fog came."),
            ("She cannot read, but she knows the stars.", "She could not read, but she knew the stars."),
            (
                "What she does not know is that the oil is gone.",
                "What she did not know was that the oil was gone.",
            ),
            ("The boy she saved becomes the new keeper.", "The boy she saved became the new keeper."),
            ("Teague and Marrow drink tea at the wall.", "Teague and Marrow drank tea at the wall."),
            ("The fog horn sounds twice.", "The fog horn sounded twice."),
            ("He has to leave before dawn.", "He had to leave before dawn."),
            ("Its roof leaks.", "Its roof leaked."),
            ("The sea takes what it wants.", "The sea took what it wanted."),
            ("Inside lies a letter in her mother's hand.", "Inside lay a letter in her mother's hand."),
            (
                "Every spring the river floods the lower fields.",
                "Every spring the river flooded the lower fields.",
            ),
            ("She tells nobody, and at dawn she goes.", "She told nobody, and at dawn she went."),
            (
                "The lamps in the harbour go out one after another.",
                "The lamps in the harbour went out one after another.",
            ),
            ("Orsa, who is twelve, steers the boat.", "Orsa, who was twelve, steered the boat."),
            ("Voss laughs and shuts the door in her face.", "Voss laughed and shut the door in her face."),
            (
                "A boy called Tom fishes the pound out of the river.",
                "A boy called Tom fished the pound out of the river.",
            ),
            (
                "It glorps, and she yaws and the chapel clock stops.",
                "It glorped, and she yawed and the chapel clock stopped.",
            ),
            (
                "Silas Crake owns the mill and buys most of the barley in Hallin.",
                "Silas Crake owned the mill and bought most of the barley in Hallin.",
            ),
            ("The store's lock is new.", "The store's lock was new."),
            (
                "She walks to the church, rings the bell and runs back.",
                "She walked to the church, rang the bell and ran back.",
            ),
            (
                "Its captain, Ilse Brandt, sleeps in the third pod.",
                "Its captain, Ilse Brandt, slept in the third pod.",
            ),
            (
                "Once there lives a king with three daughters.",
                "Once there lived a king with three daughters.",
            ),
            (
                "The eldest loves gold, and the youngest loves the sea.",
                "The eldest loved gold, and the youngest loved the sea.",
            ),
            ("The fox runs faster than the north wind.", "The fox ran faster than the north wind."),
            ("Behind them the ice cracks and groans.", "Behind them the ice cracked and groaned."),
            ("Seven ravens sit on the roof and watch.", "Seven ravens sat on the roof and watched."),
            ("The men of the village meet and vote.", "The men of the village met and voted."),
            ("The gardener lies about the key.", "The gardener lied about the key."),
            ("A floe as big as a door strikes the ferry.", "A floe as big as a door struck the ferry."),
            ("Aldo shouts at him to let it go.", "Aldo shouted at him to let it go."),
            ("The robots repair what they can.", "The robots repaired what they could."),
            ("Whoever eats the apple forgets his own name.", "Whoever ate the apple forgot his own name."),
            ("Old Teague mends nets on the quay.", "Old Teague mended nets on the quay."),
            ("On the quay Old Teague mends sails.", "On the quay Old Teague mended sails."),
            ("Trains pass, and nobody waits for her.", "Trains passed, and nobody waited for her."),
            (
                "The worst storms go around his house as a guest goes around a sleeping dog.",
                "The worst storms went around his house as a guest goes around a sleeping dog.",
            ),
            ("She eats as a bird eats, and sings.", "She ate as a bird eats, and sang."),
            ("He works as an ox does.", "He worked as an ox does."),
            ("She turns as a boy runs in.", "She turned as a boy ran in."),
            ("As a child cries, the mother wakes.", "As a child cried, the mother woke."),
            ("She runs as the dog runs.", "She ran as the dog ran."),
            ("Ann Drew hides a jar of honey.", "Ann Drew hid a jar of honey."),
            ("Under the ice lies a bell from a church.", "Under the ice lay a bell from a church."),
            ("Oskar lies flat on the ice and waits.", "Oskar lay flat on the ice and waited."),
            ("After the curtain falls, Ida runs out.", "After the curtain fell, Ida ran out."),
            (
                "The damp turns to ice, and the crack freezes shut.",
                "The damp turned to ice, and the crack froze shut.",
            ),
            ("Dorcas Twelve admires the long beard of Pim.", "Dorcas Twelve admired the long beard of Pim."),
        ];
        let wrong: Vec<_> = table
            .into_iter()
            .filter(|(note, told)| past(note).as_deref() != Some(told))
            .map(|(note, _)| (note, past(note)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_is_past_in_the_present_lies_before_it() {
        let table = [
            ("Clara says that she slept until seven.", "Clara said that she had slept until seven."),
            ("Nobody knows who lit the lamp.", "Nobody knew who had lit the lamp."),
            (
                "He says that she came in the night and took the key.",
                "He said that she had come in the night and taken the key.",
            ),
            ("She knows that the glass was stolen.", "She knew that the glass had been stolen."),
            (
                "The boy who stole the lamp sits in the cell.",
                "The boy who had stolen the lamp sat in the cell.",
            ),
            (
                "It is the only witness he knows that lied once and then told the truth.",
                "It was the only witness he knew that had lied once and then told the truth.",
            ),
            ("What she found is a key.", "What she had found was a key."),
            ("He limps because a horse kicked him.", "He limped because a horse had kicked him."),
            ("Snow lies on the pass since October.", "Snow had lain on the pass since October."),
            ("Snow lay on the pass since October.", "Snow had lain on the pass since October."),
            ("The mill is closed since the flood.", "The mill had been closed since the flood."),
            // What is told of the past alone stays there, and so does what may not lie before.
            ("Clara said that she slept until seven.", "Clara said that she slept until seven."),
            ("The boy who stole the lamp sat in the cell.", "The boy who stole the lamp sat in the cell."),
            (
                "He says that the boy called Tom fishes the pound out.",
                "He said that the boy called Tom fished the pound out.",
            ),
            (
                "He says that a letter found in the box is hers.",
                "He said that a letter found in the box was hers.",
            ),
            ("He says that he would come.", "He said that he would come."),
            ("He stops because it was dark.", "He stopped because it was dark."),
            ("She sleeps until the bell rang.", "She slept until the bell rang."),
            ("It is three years since the flood.", "It was three years since the flood."),
            ("Ann and Bo have not spoken since the war.", "Ann and Bo had not spoken since the war."),
            (
                "She came for one year and has stayed for seven.",
                "She had come for one year and had stayed for seven.",
            ),
            (
                "He took the glass in August, because his mother fishes at night.",
                "He had taken the glass in August, because his mother fished at night.",
            ),
            (
                "She stays, since the beans are the only food.",
                "She stayed, since the beans were the only food.",
            ),
            ("He opens the door and saw the light.", "He opened the door and saw the light."),
        ];
        let wrong: Vec<_> = table
            .into_iter()
            .filter(|(note, told)| past(note).as_deref().unwrap_or(note) != *told)
            .map(|(note, _)| (note, past(note)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_time_says_that_a_note_lies_before_the_others() {
        for (note, told) in [
            ("He broke his leg at midsummer.", Some("He had broken his leg at midsummer.")),
            (
                "Her mother died last winter and left her the mill.",
                Some("Her mother had died last winter and left her the mill."),
            ),
            ("He broke his leg.", None),
            ("He breaks his leg at midsummer.", None),
            ("He could walk last winter.", None),
        ] {
            assert_eq!(past_before(note).as_deref(), told, "{note}");
        }
        assert!(is_present("He keeps the lamps.") && !is_present("He kept the lamps."));
    }

    #[test]
    fn what_is_not_sure_is_left_alone() {
        for note in [
            "Open the door.",
            "Marrow: beekeeper, 34.",
            "Bees, smoke and a wall",
            "",
            "...",
            "Do not touch the hives!",
            "He mends boats and sails.",
            "A stone room with a door that never shuts.",
            "A stone room with a door that never shuts.",
            "The harbour lights",
        ] {
            assert_eq!(past(note), None, "{note}");
        }
    }
}
