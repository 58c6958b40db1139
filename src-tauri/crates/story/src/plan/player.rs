use mythline_protocol::PlayerPlace;

use crate::{
    notes::{Notes, Person, find_word},
    text::{Pronoun, fold},
};

/// The main character of a story, and how they stand to the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Player {
    /// As the story names them; empty when the notes follow nobody and nobody was asked for.
    pub name: String,
    /// By which pronoun they go.
    pub pronoun: Pronoun,
    /// How they stand to the notes.
    pub place: PlayerPlace,
    /// Whom the story follows in the notes: the player, or whose place is taken, or beside whom they
    /// stand. An index into [`Notes::people`]; `None` when the notes follow nobody.
    pub of: Option<usize>,
}

impl Player {
    /// Chooses the main character. Without a name it is the person whom the notes follow. A name that
    /// the notes know is that person. Any other takes the place of the person whom the notes follow,
    /// unless that person stands in the title: then they stand beside them.
    #[must_use]
    pub fn choose(notes: &Notes, title: &str, asked: Option<&str>, pronoun: Option<Pronoun>) -> Self {
        let followed = followed(notes);
        let of_person = |at: usize| notes.people[at].pronoun.unwrap_or(Pronoun::They);
        let asked = asked.map(str::trim).filter(|name| !name.is_empty());
        if !notes.quests.is_empty() && asked.is_none_or(|name| known(&notes.people, name).is_none()) {
            return Self::of_quests(notes, asked, pronoun);
        }
        let Some(name) = asked else {
            let name = followed.map_or_else(String::new, |at| notes.people[at].short().to_owned());
            let pronoun = followed.map_or(Pronoun::They, of_person);
            return Self { name, pronoun, place: PlayerPlace::InNotes, of: followed };
        };
        if let Some(at) = known(&notes.people, name) {
            let name = notes.people[at].short().to_owned();
            let pronoun = notes.people[at].pronoun.or(pronoun).unwrap_or(Pronoun::They);
            return Self { name, pronoun, place: PlayerPlace::InNotes, of: Some(at) };
        }
        let place = match followed {
            Some(at) if !in_title(&notes.people[at], title) => PlayerPlace::TakesPlace,
            _ => PlayerPlace::Beside,
        };
        let kept = followed.filter(|_| place == PlayerPlace::TakesPlace).map(of_person);
        Self {
            name: name.to_owned(),
            pronoun: pronoun.or(kept).unwrap_or(Pronoun::They),
            place,
            of: followed,
        }
    }

    /// Who does what quests ask: somebody new, else a person of the notes who gives none of them.
    fn of_quests(notes: &Notes, asked: Option<&str>, pronoun: Option<Pronoun>) -> Self {
        if let Some(name) = asked {
            let pronoun = pronoun.unwrap_or(Pronoun::They);
            return Self { name: name.to_owned(), pronoun, place: PlayerPlace::Beside, of: None };
        }
        let asks = |person: &Person| {
            let mut names = notes.quests.iter().flat_map(|quest| [&quest.giver, &quest.turn_in]).flatten();
            names.any(|name| person.first_in(name).is_some())
        };
        let free = |at: &usize| !asks(&notes.people[*at]) && weight(&notes.people[*at]) > 0;
        match (0..notes.people.len()).filter(free).max_by_key(|at| weight(&notes.people[*at])) {
            Some(at) => Self {
                name: notes.people[at].short().to_owned(),
                pronoun: notes.people[at].pronoun.unwrap_or(Pronoun::They),
                place: PlayerPlace::InNotes,
                of: Some(at),
            },
            None => Self {
                name: "the traveller".to_owned(),
                pronoun: pronoun.unwrap_or(Pronoun::They),
                place: PlayerPlace::InNotes,
                of: None,
            },
        }
    }

    /// Where they stand, in a sentence, when the notes do not know them.
    #[must_use]
    pub fn note(&self, notes: &Notes) -> Option<String> {
        let name = &self.name;
        let of = self.of.and_then(|at| notes.people.get(at)).map(|person| person.name.as_str());
        match (self.place, of) {
            (PlayerPlace::InNotes, _) => None,
            (PlayerPlace::TakesPlace, Some(of)) => {
                Some(format!("{name} is not in the notes and takes the place of {of}."))
            }
            (_, Some(of)) => Some(format!("{name} is not in the notes and stands beside {of}.")),
            (_, None) if !notes.quests.is_empty() => {
                Some(format!("{name} is not in the notes and takes on their quests."))
            }
            (_, None) => Some(format!("{name} is not in the notes and sees what happens.")),
        }
    }
}

/// The person whom the notes follow: the one who leads most sentences and is named most.
fn followed(notes: &Notes) -> Option<usize> {
    let best = notes.people.iter().map(weight).max()?;
    notes.people.iter().position(|person| weight(person) == best)
}

fn weight(person: &Person) -> u32 {
    person.mentions + 2 * person.leads
}

fn known(people: &[Person], name: &str) -> Option<usize> {
    let wanted = fold(name);
    people
        .iter()
        .position(|person| fold(&person.name) == wanted)
        .or_else(|| people.iter().position(|person| person.names.iter().any(|form| fold(form) == wanted)))
}

fn in_title(person: &Person, title: &str) -> bool {
    let title = fold(title);
    person.names.iter().any(|name| find_word(&title, &fold(name)).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes() -> Notes {
        Notes::read(
            "# The Ferry\n\n## People\n- Nell Harker is a girl.\n- Josef Brandt is the master. He limps.\n\n## The day\n\
             Nell rows out. Nell sings. Josef waits for her. Nell comes home.\n",
        )
    }

    #[test]
    fn without_a_name_it_is_the_person_followed() {
        let player = Player::choose(&notes(), "The Ferry", None, None);
        assert_eq!(
            (player.name.as_str(), player.pronoun, player.place),
            ("Nell", Pronoun::She, PlayerPlace::InNotes)
        );
    }

    #[test]
    fn a_known_name_is_that_person_with_their_own_pronoun() {
        let player = Player::choose(&notes(), "The Ferry", Some(" josef brandt "), Some(Pronoun::She));
        assert_eq!((player.of, player.pronoun, player.place), (Some(1), Pronoun::He, PlayerPlace::InNotes));
    }

    #[test]
    fn a_stranger_takes_the_place_of_the_person_followed() {
        let player = Player::choose(&notes(), "The Ferry", Some("Tam"), Some(Pronoun::He));
        assert_eq!(
            (player.of, player.pronoun, player.place),
            (Some(0), Pronoun::He, PlayerPlace::TakesPlace)
        );
        assert_eq!(
            player.note(&notes()).as_deref(),
            Some("Tam is not in the notes and takes the place of Nell Harker.")
        );
    }

    #[test]
    fn nobody_takes_the_place_of_a_person_in_the_title() {
        let player = Player::choose(&notes(), "The Luck of Nell Harker", Some("Tam"), None);
        assert_eq!((player.place, player.pronoun), (PlayerPlace::Beside, Pronoun::They));
    }
}
