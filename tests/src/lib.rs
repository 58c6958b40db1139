//! What the tests of the boundaries share.
