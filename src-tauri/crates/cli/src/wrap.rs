use console::measure_text_width;

/// Breaks running text at spaces so that no line is wider than `width` columns, except where a single
/// word is. Lines that are there stay.
pub(crate) fn wrap(text: &str, width: usize) -> String {
    text.lines().map(|line| wrap_line(line, width)).collect::<Vec<_>>().join("\n")
}

fn wrap_line(line: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in line.split(' ') {
        let wide = measure_text_width(word);
        match lines.last_mut() {
            Some(last) if used == 0 || used + 1 + wide <= width => {
                if used > 0 {
                    last.push(' ');
                }
                last.push_str(word);
                used += wide + usize::from(used > 0);
            }
            _ => {
                lines.push(word.to_owned());
                used = wide;
            }
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("one two three four", 9), "one two\nthree\nfour");
        assert_eq!(wrap("a\n\nb c", 10), "a\n\nb c");
        assert_eq!(wrap("unbreakable it is", 5), "unbreakable\nit is");
        assert_eq!(wrap("any", usize::MAX), "any");
    }
}
