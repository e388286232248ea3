//! Bytes of a stream, which may hold personal data.

use std::fmt;
use std::ops::Deref;

/// What was read from a stream, or is to be written to it. Its `Debug` output is its
/// length.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct StreamBytes(pub Vec<u8>);

impl From<Vec<u8>> for StreamBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for StreamBytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl Deref for StreamBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for StreamBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}
