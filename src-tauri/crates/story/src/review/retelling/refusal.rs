use mythline_protocol::Rule;

use super::{agents, people, places, shape};
use crate::{
    review::{Around, Voice, rules},
    text::{Passage, first_or_second, is_english},
};

/// Why a try must not be used, with the words: the cheap and certain reasons first.
pub(super) fn refusal(
    meant: &Passage<'_>,
    said: &Passage<'_>,
    around: &Around<'_>,
) -> Option<(Rule, String)> {
    let source = around.source;
    let about = |rule: Rule| move |words: String| (rule, words);
    let any = rules::markup(said.text)
        .map(|at| said.text[at..].chars().take(20).collect())
        .map(about(Rule::Markup))
        .or_else(|| rules::about_itself(said, source).map(str::to_owned).map(about(Rule::AboutItself)))
        .or_else(|| rules::leak(said.text, source).map(str::to_owned).map(about(Rule::Leaked)))
        .or_else(|| shape::wrong_length(meant, said).map(about(Rule::Length)))
        .or_else(|| shape::repeated(meant, said, around).map(about(Rule::Repetition)));
    if any.is_some() || !source.english || !is_english(meant.text) {
        return any;
    }
    shape::leaked_word(meant, said, around)
        .map(about(Rule::Leaked))
        .or_else(|| people::unknown(said, source).map(about(Rule::UnknownName)))
        .or_else(|| wrong_person(said, around).map(about(Rule::Person)))
        .or_else(|| people::wrong_pronoun(meant, said, source).map(about(Rule::Pronoun)))
        .or_else(|| people::stranger(meant, said, around).map(about(Rule::Contradiction)))
        .or_else(|| people::lost(meant, said, source).map(about(Rule::Contradiction)))
        .or_else(|| agents::changed(meant, said, source).map(about(Rule::Contradiction)))
        .or_else(|| places::moved(meant, said).map(about(Rule::Contradiction)))
        .or_else(|| {
            rules::contradicts(meant.text, said, source).map(|against| (Rule::Contradiction, against.quote))
        })
}

fn wrong_person(said: &Passage<'_>, around: &Around<'_>) -> Option<String> {
    let at = first_or_second(said).into_iter().next().filter(|_| around.style.voice == Voice::Third)?;
    Some(said.words[at].text.to_owned())
}
