//! Bytes of any kind, and certificates that are damaged, never make a parser panic.

use proptest::prelude::*;

use super::*;

fn sample() -> &'static [u8] {
    static SAMPLE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    SAMPLE.get_or_init(|| der(&params(UUID)))
}

proptest! {
    #[test]
    fn no_bytes_make_a_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = DeviceId::from_certificate(&bytes, NOW);
        let _ = DeviceId::from_certificate_der(&bytes, NOW);
        let _ = DeviceId::from_certificate_pem(&bytes, NOW);
    }

    #[test]
    fn no_pem_like_text_makes_a_parser_panic(body in "[A-Za-z0-9+/=\r\n :-]{0,200}") {
        let text = format!("-----BEGIN CERTIFICATE-----{body}-----END CERTIFICATE-----\n");
        let _ = DeviceId::from_certificate(text.as_bytes(), NOW);
        let text = format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
        let _ = DeviceId::from_certificate(text.as_bytes(), NOW);
    }

    /// A certificate with damaged bytes yields an ID of the alphabet or an error.
    #[test]
    fn no_damage_makes_a_parser_panic(damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = sample().to_vec();
        for (index, byte) in damage {
            let length = bytes.len();
            bytes[index.index(length)] = byte;
        }
        if let Ok(id) = DeviceId::from_certificate(&bytes, NOW) {
            prop_assert!(id.as_str().parse::<DeviceId>().is_ok());
        }
    }
}
