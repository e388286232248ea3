//! SipHash-2-4 as its authors publish it, and not by the crate that the library takes
//! (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012), with the times that the
//! rules make of it (P-6.12, P-6.14).

/// The key of the published test vectors: 0, 1, 2 … 15.
pub(super) const COUNTED: &str = "000102030405060708090a0b0c0d0e0f";
/// Another one, drawn once.
pub(super) const DRAWN: &str = "9b1d1f0c5e7a43d28c60b7f2a4e83516";

/// The hash of `message`; `key` is 32 hexadecimal digits.
pub(super) fn siphash_2_4(key: &str, message: &[u8]) -> u64 {
    let half = |digits: &str| u64::from_str_radix(digits, 16).unwrap_or(0).swap_bytes();
    let (k0, k1) = key.split_at_checked(16).unwrap_or_default();
    let (k0, k1) = (half(k0), half(k1));
    let mut v = [
        k0 ^ 0x736f_6d65_7073_6575,
        k1 ^ 0x646f_7261_6e64_6f6d,
        k0 ^ 0x6c79_6765_6e65_7261,
        k1 ^ 0x7465_6462_7974_6573,
    ];
    let mut padded = message.to_vec();
    padded.resize(message.len() / 8 * 8 + 7, 0);
    padded.push((message.len() % 256) as u8);
    for block in padded.chunks_exact(8) {
        let mut word = [0; 8];
        word.copy_from_slice(block);
        let word = u64::from_le_bytes(word);
        v[3] ^= word;
        rounds(&mut v, 2);
        v[0] ^= word;
    }
    v[2] ^= 0xff;
    rounds(&mut v, 4);
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

fn rounds(v: &mut [u64; 4], count: usize) {
    for _ in 0..count {
        for (a, b, turn, turn_sum) in [(0, 1, 13, 32), (2, 3, 16, 0)] {
            v[a] = v[a].wrapping_add(v[b]);
            v[b] = v[b].rotate_left(turn) ^ v[a];
            v[a] = v[a].rotate_left(turn_sum);
        }
        for (a, b, turn, turn_sum) in [(0, 3, 21, 0), (2, 1, 17, 32)] {
            v[a] = v[a].wrapping_add(v[b]);
            v[b] = v[b].rotate_left(turn) ^ v[a];
            v[a] = v[a].rotate_left(turn_sum);
        }
    }
}

/// P-6.12: seconds after an occurrence.
pub(super) fn spread(secret: &str, occurrence: u64, divisor: u64) -> u64 {
    let numbers = [occurrence.to_be_bytes(), divisor.to_be_bytes()].concat();
    let hash = siphash_2_4(secret, &[b"spread ", &numbers[..]].concat());
    hash.checked_rem(divisor).unwrap_or(0)
}

/// P-6.14: milliseconds after an attempt.
pub(super) fn backoff(secret: &str, attempt: u32, episode: u32, ceiling: u64) -> u64 {
    let numbers = [attempt.to_be_bytes(), episode.to_be_bytes()].concat();
    siphash_2_4(secret, &[b"backoff", &numbers[..]].concat()) % (ceiling + 1)
}

/// P-6.20: the secret of the device that the unit is from then on.
pub(super) fn renewed(secret: &str) -> String {
    [0_u64, 1]
        .map(|half| {
            let message = [&b"renewed"[..], &half.to_be_bytes()].concat();
            format!("{:016x}", siphash_2_4(secret, &message).swap_bytes())
        })
        .concat()
}

#[cfg(test)]
mod tests {
    use super::{COUNTED, siphash_2_4};

    /// The authors' `vectors_sip64`: the messages "", 0 and 0, 1, 2 … of 7, 8, 15 and 63 bytes.
    #[test]
    fn published_values() {
        let hash = |length| siphash_2_4(COUNTED, &(0..length).collect::<Vec<u8>>());
        assert_eq!(hash(0), 0x726f_db47_dd0e_0e31);
        assert_eq!(hash(1), 0x74f8_39c5_93dc_67fd);
        assert_eq!(hash(7), 0xab02_00f5_8b01_d137);
        assert_eq!(hash(8), 0x93f5_f579_9a93_2462);
        assert_eq!(hash(15), 0xa129_ca61_49be_45e5);
        assert_eq!(hash(63), 0x958a_324c_eb06_4572);
    }
}
