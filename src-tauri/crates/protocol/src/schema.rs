//! How JSON Schemas are made from types, for the crates that keep such files.

use schemars::{JsonSchema, Schema, generate::SchemaSettings};

/// What a program finds in a file that Mythline writes.
#[must_use]
pub fn written<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}

/// What a program may write into a file that Mythline reads.
#[must_use]
pub fn read<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_deserialize().into_generator().into_root_schema_for::<T>()
}
