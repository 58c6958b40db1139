/// Whether what a model writes may be sold, by its licence as hubs and files name it; none where that
/// must be read.
pub(super) fn may_sell(licence: &str) -> Option<bool> {
    let licence = licence.to_lowercase().replace([' ', '_'], "-");
    if licence.split('-').any(|part| part == "nc" || part == "noncommercial") {
        return Some(false);
    }
    FREE.contains(&licence.as_str()).then_some(true)
}

/// Licences that ask nothing of what is written with the model.
const FREE: [&str; 8] =
    ["apache-2.0", "mit", "bsd-2-clause", "bsd-3-clause", "isc", "cc0-1.0", "cc-by-4.0", "unlicense"];

#[cfg(test)]
mod tests {
    use super::may_sell;

    #[test]
    fn licences_are_known_or_must_be_read() {
        assert_eq!(may_sell("Apache-2.0"), Some(true));
        assert_eq!(may_sell("MIT"), Some(true));
        assert_eq!(may_sell("cc-by-nc-4.0"), Some(false));
        assert_eq!(may_sell("llama3.1"), None);
    }
}
