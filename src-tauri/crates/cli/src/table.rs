use console::{Alignment, measure_text_width, pad_str, style, truncate_str};

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// Words; as wide as its widest cell.
    Text,
    /// Words that give way, and are cut, when the terminal is narrow.
    Flexible,
    /// Numbers, at the right.
    Number,
}

/// Rows in columns, two spaces apart, without rules: what a terminal shows best.
pub(crate) struct Table {
    columns: Vec<(&'static str, Column)>,
    rows: Vec<Row>,
}

enum Row {
    Heading(String),
    Cells(Vec<String>),
}

impl Table {
    /// A table with the names of its columns.
    pub(crate) fn new(columns: &[(&'static str, Column)]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// A line across the columns that names the rows after it.
    pub(crate) fn heading(&mut self, text: &str) {
        self.rows.push(Row::Heading(text.to_owned()));
    }

    /// One row; its cells may be coloured.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(Row::Cells(cells));
    }

    /// The table as text of at most `width` columns.
    pub(crate) fn text(&self, width: usize) -> String {
        let widths = self.widths(width);
        let names: Vec<_> = self.columns.iter().map(|(name, _)| style(*name).dim().to_string()).collect();
        let mut lines = vec![self.line(&names, &widths)];
        for row in &self.rows {
            match row {
                Row::Heading(text) => lines.push(format!("\n{}", style(text).bold())),
                Row::Cells(cells) => lines.push(self.line(cells, &widths)),
            }
        }
        lines.join("\n")
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|(name, _)| measure_text_width(name)).collect();
        for row in &self.rows {
            if let Row::Cells(cells) = row {
                for (widest, cell) in widths.iter_mut().zip(cells) {
                    *widest = (*widest).max(measure_text_width(cell));
                }
            }
        }
        let all = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
        let mut over = all.saturating_sub(width);
        for (widest, (_, column)) in widths.iter_mut().zip(&self.columns).rev() {
            if *column == Column::Flexible && over > 0 {
                let given = over.min(widest.saturating_sub(16));
                *widest -= given;
                over -= given;
            }
        }
        widths
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((cell, width), (_, column)) in cells.iter().zip(widths).zip(&self.columns) {
            let side = if *column == Column::Number { Alignment::Right } else { Alignment::Left };
            if !line.is_empty() {
                line += "  ";
            }
            line += &pad_str(&truncate_str(cell, *width, "…"), *width, side, None);
        }
        line.trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use console::strip_ansi_codes;

    use super::*;

    fn sample() -> Table {
        let mut table =
            Table::new(&[("job", Column::Text), ("story", Column::Flexible), ("words", Column::Number)]);
        table.heading("Finished");
        table.row(vec!["7f3a9c12".into(), "The lamp at Carrow Head and after".into(), "612".into()]);
        table
    }

    #[test]
    fn columns_are_as_wide_as_they_must_be() {
        assert_eq!(
            strip_ansi_codes(&sample().text(usize::MAX)),
            "job       story                              words\n\nFinished\n\
             7f3a9c12  The lamp at Carrow Head and after    612"
        );
    }

    #[test]
    fn a_narrow_terminal_cuts_what_can_be_cut() {
        let text = sample().text(40);
        let text = strip_ansi_codes(&text);
        assert!(text.lines().all(|line| measure_text_width(line) <= 40), "{text}");
        assert!(text.contains("The lamp at Carrow Hea…    612"), "{text}");
    }
}
