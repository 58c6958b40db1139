/// A model that is worth a try.
pub(crate) struct Suggested {
    /// As it is called for a download.
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    /// Billions of parameters.
    pub(crate) billions: f32,
    /// The file's size, about.
    pub(crate) bytes: u64,
    pub(crate) licence: &'static str,
    pub(crate) note: &'static str,
}

/// Taught to answer, under licences that let the output be sold; the smallest first.
pub(crate) const SUGGESTED: [Suggested; 5] = [
    Suggested {
        id: "HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF:q4_k_m",
        name: "SmolLM2 1.7B Instruct",
        billions: 1.7,
        bytes: 1_060_000_000,
        licence: "Apache-2.0",
        note: "The starter's big sister: quick, and freer with words.",
    },
    Suggested {
        id: "microsoft/Phi-3-mini-4k-instruct-gguf:q4",
        name: "Phi-3 mini 4K Instruct",
        billions: 3.8,
        bytes: 2_390_000_000,
        licence: "MIT",
        note: "Keeps closely to what it is told.",
    },
    Suggested {
        id: "allenai/OLMo-2-1124-7B-Instruct-GGUF:q4_k_m",
        name: "OLMo 2 7B Instruct",
        billions: 7.3,
        bytes: 4_470_000_000,
        licence: "Apache-2.0",
        note: "Openly made, down to what it was taught with.",
    },
    Suggested {
        id: "bartowski/Mistral-Nemo-Instruct-2407-GGUF:q4_k_m",
        name: "Mistral Nemo 12B Instruct",
        billions: 12.2,
        bytes: 7_480_000_000,
        licence: "Apache-2.0",
        note: "A good teller in several languages; slow without a graphics card.",
    },
    Suggested {
        id: "bartowski/Mistral-Small-24B-Instruct-2501-GGUF:q4_k_m",
        name: "Mistral Small 24B Instruct",
        billions: 23.6,
        bytes: 14_300_000_000,
        licence: "Apache-2.0",
        note: "For a computer with much memory and a graphics card.",
    },
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{super::Wish, SUGGESTED};

    #[test]
    fn what_is_suggested_can_be_asked_for_and_its_output_sold() {
        for suggested in &SUGGESTED {
            Wish::parse(suggested.id).unwrap();
            assert!((1.0..=24.0).contains(&suggested.billions), "{}", suggested.id);
            assert!(["Apache-2.0", "MIT"].contains(&suggested.licence), "{}", suggested.id);
        }
    }
}
