use console::style;

/// Past this many steps the knots give way to a plain line.
const MOST_KNOTS: u32 = 24;

/// The story as a line with a knot for each step, inked as far as it is written:
/// `●──●──◉──○──○`. `width` is in columns; the thread takes no more, and needs at least ten.
pub(crate) fn thread(done: u32, total: u32, at_work: bool, width: usize) -> String {
    if total == 0 {
        return style("·".repeat(width.min(10))).dim().to_string();
    }
    let knots = usize::try_from(total).unwrap_or(usize::MAX);
    if total > MOST_KNOTS || knots * 2 - 1 > width {
        return line(done, total, width.min(40));
    }
    let gap = if knots == 1 { 0 } else { ((width - knots) / (knots - 1)).clamp(1, 3) };
    let mut text = String::new();
    for step in 0..total {
        if step > 0 {
            let piece = "─".repeat(gap);
            text += &if step <= done { style(piece).to_string() } else { style(piece).dim().to_string() };
        }
        text += &match step {
            _ if step < done => style("●").to_string(),
            _ if step == done && at_work => style("◉").cyan().bold().to_string(),
            _ => style("○").dim().to_string(),
        };
    }
    text
}

fn line(done: u32, total: u32, width: usize) -> String {
    let part = f64::from(done.min(total)) / f64::from(total);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "columns"
    )]
    let inked = (part * width as f64).round() as usize;
    format!("{}{}", "━".repeat(inked), style("─".repeat(width - inked)).dim())
}

#[cfg(test)]
mod tests {
    use console::{measure_text_width, strip_ansi_codes};

    use super::*;

    fn plain(done: u32, total: u32, at_work: bool, width: usize) -> String {
        strip_ansi_codes(&thread(done, total, at_work, width)).into_owned()
    }

    #[test]
    fn a_knot_for_each_step() {
        assert_eq!(plain(2, 5, true, 20), "●───●───◉───○───○");
        assert_eq!(plain(5, 5, false, 20), "●───●───●───●───●");
        assert_eq!(plain(0, 1, true, 20), "◉");
        assert_eq!(plain(1, 3, false, 5), "●─○─○");
    }

    #[test]
    fn many_steps_are_a_plain_line() {
        assert_eq!(plain(50, 100, true, 10), "━━━━━─────");
        assert_eq!(plain(100, 100, true, 10), "━━━━━━━━━━");
    }

    #[test]
    fn it_never_takes_more_than_its_width() {
        for total in 0..40 {
            for width in 10..80 {
                assert!(
                    measure_text_width(&thread(total / 2, total, true, width)) <= width,
                    "{total} {width}"
                );
            }
        }
    }
}
