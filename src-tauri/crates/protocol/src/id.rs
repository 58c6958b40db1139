use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The id of a job of ours: a version 4 UUID, a hyphenated lower-case string wherever it is written.
///
/// Whatever comes from outside is parsed into this type before it is used for anything, so that an id
/// can stand in a file name. Jobs of other tools have no such id (see [`crate::JobRow::id`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct JobId(Uuid);

/// The text is no UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdError;

impl JobId {
    /// An id made from random bits that the caller supplies, so that tests can be deterministic.
    #[must_use]
    pub fn from_random_bytes(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// A new random id.
    #[must_use]
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }
}

impl FromStr for JobId {
    type Err = IdError;

    /// Reads the hyphenated form alone: one id, one spelling, one file.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let id = Uuid::try_parse(text).map_err(|_| IdError)?;
        let mut spelt = Uuid::encode_buffer();
        if id.hyphenated().encode_lower(&mut spelt) == text { Ok(Self(id)) } else { Err(IdError) }
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl fmt::Debug for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a job id")
    }
}

impl std::error::Error for IdError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let id = JobId::from_random_bytes([0xab; 16]);
        assert_eq!(id.to_string().parse::<JobId>(), Ok(id));
        assert_eq!(id.to_string().to_uppercase().parse::<JobId>(), Err(IdError));
        assert_eq!(id.to_string().replace('-', "").parse::<JobId>(), Err(IdError));
        assert_eq!("../../etc/passwd".parse::<JobId>(), Err(IdError));
    }
}
