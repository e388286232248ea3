//! FNV-1a-64, the record's check sum (P-6.2): it finds damage, and keeps nothing secret.

use std::hash::Hasher;

/// FNV-1a-64 over the concatenation of `parts`.
pub(crate) fn fnv1a_64(parts: &[&[u8]]) -> u64 {
    let mut hasher = fnv::FnvHasher::default();
    for part in parts {
        hasher.write(part);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published vectors of the Fowler/Noll/Vo hash.
    #[test]
    fn published_vectors() {
        assert_eq!(fnv1a_64(&[b""]), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a_64(&[b"a"]), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a_64(&[b"foo", b"bar"]), 0x8594_4171_f739_67e8);
    }
}
