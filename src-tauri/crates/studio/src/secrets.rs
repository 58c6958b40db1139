//! Keys and passwords, taken out of a text before it is copied to where others may read it.

use mythline_protocol::Cleared;

/// Stands where something was taken out.
const REMOVED: &str = "[removed]";
/// How the keys of well-known services begin.
const PREFIXES: [&str; 11] =
    ["sk-", "gsk_", "hf_", "ghp_", "gho_", "github_pat_", "glpat-", "xai-", "pplx-", "r8_", "AIza"];
/// The fewest characters behind such a beginning.
const LEAST_BEHIND: usize = 12;
/// What a name ends with whose value is a key, and the fewest characters that such a value has.
const NAMES: [(&str, usize); 8] = [
    ("key", 12),
    ("token", 12),
    ("bearer", 12),
    ("authorization", 12),
    ("secret", 8),
    ("password", 6),
    ("passwd", 6),
    ("credential", 8),
];

/// A text without what looks like a key or a password: known kinds of keys wherever they stand, what is assigned to
/// a name such as `api_key`, what follows `Bearer`, and who is named in an address before its `@`. The words of a
/// story are left alone: a value is taken for a secret only when it has letters and digits and no space.
#[must_use]
pub fn without_secrets(text: &str) -> Cleared {
    let mut removed = 0;
    let text = without(text, &mut removed, user_of_address);
    let text = without(&text, &mut removed, key);
    Cleared { text, removed }
}

/// Takes out what `find` finds, from the beginning of the text that is given to it and a place in it.
fn without(text: &str, removed: &mut u32, find: impl Fn(&str, usize) -> Option<(usize, usize)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    while let Some((start, end)) = find(text, done) {
        out.push_str(&text[done..start]);
        out.push_str(REMOVED);
        *removed += 1;
        done = end;
    }
    out.push_str(&text[done..]);
    out
}

/// The next user, with or without a password, of an address such as `https://user:password@host`.
fn user_of_address(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut from = from;
    loop {
        let start = from + text[from..].find("://")? + 3;
        let host = text[start..].find(|c: char| c.is_whitespace() || "/\"'<>".contains(c));
        let end = host.map_or(text.len(), |length| start + length);
        if let Some(at) = text[start..end].rfind('@') {
            return Some((start, start + at));
        }
        from = start;
    }
}

/// The next key.
fn key(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut from = from;
    loop {
        let start = from + text[from..].find(is_of_a_word)?;
        let word = start + text[start..].find(|c| !is_of_a_word(c)).unwrap_or(text.len() - start);
        if begins_as_keys_do(&text[start..word]) {
            return Some((start, word));
        }
        let ends = |c: char| c.is_whitespace() || "\"'`\\,;&)}]<>".contains(c);
        let end = start + text[start..].find(ends).unwrap_or(text.len() - start);
        if is_value_of_a_name(&text[..start], &text[start..end]) {
            return Some((start, end));
        }
        from = word;
    }
}

fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

fn begins_as_keys_do(word: &str) -> bool {
    let rests = PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix));
    rests.into_iter().any(|rest| rest.len() >= LEAST_BEHIND && rest.contains(|c: char| c.is_ascii_digit()))
}

/// Whether what stands before a value assigns it to the name of a secret: `api_key = `, `"token": "`, `Bearer `.
fn is_value_of_a_name(before: &str, value: &str) -> bool {
    let quotes = ['"', '\'', '`', '\\', ' ', '\t'];
    let before = before.trim_end_matches(quotes);
    let assigned = before.strip_suffix([':', '=']);
    let name = assigned.unwrap_or(before).trim_end_matches(quotes);
    let name = name.rsplit(|c| !is_of_a_word(c)).next().unwrap_or_default().to_ascii_lowercase();
    let known =
        NAMES.iter().find(|(ending, _)| name.ends_with(ending) || name.ends_with(&format!("{ending}s")));
    known.is_some_and(|(ending, least)| {
        let is_mixed =
            value.contains(|c: char| c.is_ascii_alphabetic()) && value.contains(|c: char| c.is_ascii_digit());
        (assigned.is_some() || *ending == "bearer") && value.len() >= *least && is_mixed
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleared(text: &str) -> String {
        without_secrets(text).text
    }

    #[test]
    fn keys_and_passwords_are_taken_out() {
        for (text, left) in [
            ("asked with sk-proj-a1B2c3D4e5F6g7H8.", "asked with [removed]."),
            ("Authorization: Bearer eyJhbGciOi1/x+y==", "Authorization: Bearer [removed]"),
            ("{\"api_key\": \"a1b2c3d4e5f6g7\", \"n\": 1}", "{\"api_key\": \"[removed]\", \"n\": 1}"),
            ("OPENAI_API_KEY=abc123def456ghi7 next", "OPENAI_API_KEY=[removed] next"),
            ("GET /v1?access_token=a1b2c3d4e5f6&x=1", "GET /v1?access_token=[removed]&x=1"),
            ("password: 'hunter2!x'", "password: '[removed]'"),
            (
                "at http://me:pw@host:8080/v1, then ftp://you@there",
                "at http://[removed]@host:8080/v1, then ftp://[removed]@there",
            ),
            ("{\\\"token\\\": \\\"a1b2c3d4e5f6\\\"}", "{\\\"token\\\": \\\"[removed]\\\"}"),
        ] {
            assert_eq!(cleared(text), left);
        }
        let several = without_secrets("hf_a1b2c3d4e5f6g7 and ghp_a1b2c3d4e5f6g7");
        assert_eq!((several.text.as_str(), several.removed), ("[removed] and [removed]", 2));
    }

    #[test]
    fn everything_else_stays_letter_by_letter() {
        for text in [
            "",
            "The key: a brass one, for the store. The password was swordfish.",
            "\"task_id\": \"3f6c1e0a-58b2-4d0e-9a77-1c5be2f40d93\",",
            "Öl für 12 Lampen: sk-",
            "token: 41",
            "https://huggingface.co/a/b@main and me@example.org",
            "“Key”: 🕯 lit, at 10:42",
            "the bearer came at noon with a key=",
        ] {
            assert_eq!(cleared(text), text);
            assert_eq!(without_secrets(text).removed, 0);
        }
    }
}
