//! The device ID (P-2.1, P-2.4, P-1.5).

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::service_names::{DATA_SERVICE, REGISTRATION_SERVICE};
use crate::privacy;
use crate::vehicle::Vin;

/// RFC 5280's upper bound of a common name, in characters.
pub(crate) const MAX_CHARACTERS: usize = 64;

/// The anonymous name of one OTA device: the common name of its certificate,
/// its MQTT client id and the last level of its topics.
///
/// Shape: `[A-Za-z0-9_-]{1,64}`, nothing in it with the shape of a VIN, not the default
/// name of a service. Compared byte by byte. Lower-case UUIDs are the recommended form.
/// Cloning copies a reference.
///
/// Clauses: P-2.1, P-2.4, P-1.5, P-3.9; JRC127600 §3.1.1, §4.1.4, Figure 5.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(Arc<str>);

/// Why a text is no [`DeviceId`]: one variant per rule.
///
/// Neither the text of an error nor its fields hold the text that was refused:
/// it may be, or contain, a VIN (P-1.5).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[error(
    "expected a device ID of 1 to 64 ASCII letters, digits, \"-\" or \"_\", found {}",
    self.found()
)]
pub enum DeviceIdError {
    /// The text is empty (P-2.1).
    Empty,
    /// The text has more than 64 characters (P-2.1).
    TooLong {
        /// The number of characters found.
        characters: usize,
    },
    /// A character is outside `[A-Za-z0-9_-]` (P-2.1).
    Character {
        /// The first such character.
        found: char,
        /// Its position; the first character is 1.
        position: usize,
    },
    /// The text has the shape of a VIN, or holds one, in either letter case and with
    /// whatever stands before, behind and between its characters (P-1.5, P-5.11).
    VinShape,
    /// The text is the principal name of a service (P-2.4).
    Reserved {
        /// The service that bears the name.
        service: super::Service,
    },
}

impl DeviceIdError {
    /// The stable code, such as `empty`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too-long",
            Self::Character { .. } => "character",
            Self::VinShape => "vin-shape",
            Self::Reserved { .. } => "reserved",
        }
    }
}

impl DeviceIdError {
    /// What was found, to follow the word "found" in a larger sentence.
    pub(crate) fn found(&self) -> Cow<'static, str> {
        match self {
            Self::Empty => "an empty text".into(),
            Self::TooLong { characters } => format!("{characters} characters").into(),
            Self::Character { found, position } => {
                format!("'{}' at character {position}", found.escape_default()).into()
            }
            Self::VinShape => "17 characters in the shape of a VIN".into(),
            Self::Reserved { service } => format!("the principal name of the {service}").into(),
        }
    }
}

impl DeviceId {
    /// Whether the letters and digits of the ID contain those of `vin`, in either letter
    /// case and whatever stands between them. Such a device is not registered for that
    /// vehicle (P-1.5, P-7.3).
    #[must_use]
    pub fn contains(&self, vin: &Vin) -> bool {
        privacy::contains_spread(&self.0, vin.as_str())
    }

    /// The ID as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `text` is one, for those who keep it elsewhere (P-2.1, P-2.4).
    pub(crate) fn check(text: &str) -> Result<(), DeviceIdError> {
        // Nearly all are UUIDs, which break no rule (`privacy::has_vin_shape`).
        if is_uuid(text) {
            return Ok(());
        }
        check_name(text)?;
        let reserved = |service| Err(DeviceIdError::Reserved { service });
        match text {
            REGISTRATION_SERVICE => reserved(super::Service::Registration),
            DATA_SERVICE => reserved(super::Service::Data),
            _ => Ok(()),
        }
    }
}

/// The alphabet of P-2.1.
pub(crate) const fn is_name_character(character: char) -> bool {
    matches!(character, 'A'..='Z' | 'a'..='z' | '0'..='9' | '_' | '-')
}

/// The rules of P-2.1 and P-1.5 that device IDs and service names share.
pub(super) fn check_name(text: &str) -> Result<(), DeviceIdError> {
    if text.is_empty() {
        return Err(DeviceIdError::Empty);
    }
    // Before the length: in a long text the first foreign character says more
    // about where it came from than its length does.
    let foreign = text
        .bytes()
        .position(|byte| !is_name_character(byte.into()));
    if let Some(before) = foreign {
        // All before it is ASCII, so bytes are characters.
        let found = text[before..].chars().next().unwrap_or_default();
        let position = before + 1;
        return Err(DeviceIdError::Character { found, position });
    }
    if text.len() > MAX_CHARACTERS {
        return Err(DeviceIdError::TooLong {
            characters: text.len(),
        });
    }
    if is_vin_shaped(text) {
        return Err(DeviceIdError::VinShape);
    }
    Ok(())
}

/// Whether the text is 17 of `[A-HJ-NPR-Z0-9]` in either letter case, digits alone
/// included (P-5.11: without `I`, `O`, `Q`), or anything in it has the shape of a VIN, or
/// would be hidden as one in a log: no device's ID ever is.
fn is_vin_shaped(text: &str) -> bool {
    // In so few characters no VIN has room.
    if text.len() < Vin::LENGTH {
        return false;
    }
    let alphabet = |byte: u8| privacy::is_vin_byte(byte.to_ascii_uppercase());
    let whole = text.len() == Vin::LENGTH && text.bytes().all(alphabet);
    whole || privacy::has_vin_shape(text) || privacy::vin_ranges(text).next().is_some()
}

/// Whether the text is a UUID with hyphens (RFC 9562 §4), in either letter case.
fn is_uuid(text: &str) -> bool {
    let Ok(characters) = <&[u8; 36]>::try_from(text.as_bytes()) else {
        return false;
    };
    // Counted, not searched: many at once.
    let digits = characters.iter().filter(|c| c.is_ascii_hexdigit()).count();
    digits == 32
        && [8, 13, 18, 23]
            .into_iter()
            .all(|place| characters[place] == b'-')
}

impl FromStr for DeviceId {
    type Err = DeviceIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::check(text)?;
        Ok(Self(text.into()))
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceId({:?})", self.as_str())
    }
}

impl AsRef<str> for DeviceId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// So that maps keyed by device ID can be asked with text.
impl Borrow<str> for DeviceId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for DeviceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DeviceId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refused(text: &str) -> String {
        text.parse::<DeviceId>().unwrap_err().to_string()
    }

    const EXPECTED: &str =
        r#"expected a device ID of 1 to 64 ASCII letters, digits, "-" or "_", found "#;

    #[test]
    fn p_2_1_accepts_the_alphabet_and_both_ends_of_the_length() {
        for text in [
            "a",
            "-",
            "_",
            "f371cb00-68ea-4d5d-9bea-d24cbff2ed28",
            "AZaz09_-",
            &"x".repeat(64),
        ] {
            let id: DeviceId = text.parse().unwrap();
            assert_eq!(id.as_str(), text);
            assert_eq!(id.to_string(), text);
            assert_eq!(format!("{id:?}"), format!("DeviceId({text:?})"));
        }
    }

    #[test]
    fn p_2_1_refuses_hostile_ids_by_the_rule_that_they_break() {
        let long = "a".repeat(65);
        for (text, found) in [
            ("", "an empty text"),
            (long.as_str(), "65 characters"),
            ("+", "'+' at character 1"),
            ("#", "'#' at character 1"),
            ("/", "'/' at character 1"),
            ("a/b", "'/' at character 2"),
            ("\0", r"'\u{0}' at character 1"),
            ("abc\0", r"'\u{0}' at character 4"),
            ("$SYS", "'$' at character 1"),
            ("A.B", "'.' at character 2"),
            (".*", "'.' at character 1"),
            ("%u", "'%' at character 1"),
            ("${clientid}", "'$' at character 1"),
            ("*", "'*' at character 1"),
            ("a b", "' ' at character 2"),
            ("a\n", r"'\n' at character 2"),
            ("'", r"'\'' at character 1"),
            // Greek capital alpha looks like A.
            ("\u{391}", r"'\u{391}' at character 1"),
            ("d\u{e9}j\u{e0}", r"'\u{e9}' at character 2"),
            ("e\u{301}", r"'\u{301}' at character 2"),
            ("\u{1f697}", r"'\u{1f697}' at character 1"),
            ("\u{ff21}", r"'\u{ff21}' at character 1"),
            ("\u{feff}a", r"'\u{feff}' at character 1"),
        ] {
            assert_eq!(refused(text), format!("{EXPECTED}{found}"), "{text:?}");
        }
    }

    #[test]
    fn p_1_5_refuses_the_shape_of_a_vin_and_does_not_show_it() {
        for vin in [
            "WVWZZZ1JZXW000001",
            "12345678901234567",
            "AHJNPRZ0123456789",
            "wvwzzz1jzxw000001",
            "WVWZZZ1JZXW0000011",
            "car-WVWZZZ1JZXW000001",
            "WVWZZZ1J-ZXW000001",
            "wvw_zzz1j_zxw000001_2",
            "xWVWZZZ1JZXW000001x",
            "wvwzzz1jzxw00000ax",
            "x-wvwzzz1jzxw00000axy",
            "unitWVWZZZ1JZXW00000A",
        ] {
            let error = vin.parse::<DeviceId>().unwrap_err();
            assert_eq!(error, DeviceIdError::VinShape);
            assert_eq!(
                error.to_string(),
                format!("{EXPECTED}17 characters in the shape of a VIN")
            );
            assert!(!format!("{error:?} {error}").contains(vin));
        }
    }

    #[test]
    fn p_1_5_is_exact_about_what_a_vin_looks_like() {
        for no_vin in [
            "WVWZZZ1JZXW00000",
            "WVWZZZ1JZXW00000I",
            "WVWZZZ1JZXW00000O",
            "WVWZZZ1JZXW00000Q",
            "WVWZZZ1JZXW00000-",
            "wvwzzz1jzxw-00000-",
            "123456789012345678",
            "f371cb00-68ea-4d5d-9bea-d24cbff21234",
            "truck-f371cb00-6812-4d5d-9bea-d24cbff2ed28",
            "f371cb0068ea4d5d9bead24cbff21234",
        ] {
            assert_eq!(no_vin.parse::<DeviceId>().unwrap().as_str(), no_vin);
        }
    }

    #[test]
    fn p_2_4_refuses_the_default_service_names() {
        assert_eq!(
            refused("ota-registration-service"),
            format!("{EXPECTED}the principal name of the OTA Registration Service")
        );
        assert_eq!(
            refused("obfcm-data-service"),
            format!("{EXPECTED}the principal name of the OBFCM Data Service")
        );
        // Compared by bytes (P-2.1).
        assert!("OBFCM-data-service".parse::<DeviceId>().is_ok());
    }

    #[test]
    fn serde_reads_and_writes_a_string_with_the_same_error() {
        let id: DeviceId = serde_json::from_str(r#""a-\u0062""#).unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), r#""a-b""#);
        let error = serde_json::from_str::<DeviceId>(r##""#""##).unwrap_err();
        assert!(error.to_string().starts_with(&refused("#")), "{error}");
    }

    proptest! {
        /// An independent reading of P-2.1 and P-2.4, and of P-1.5 for texts of 17
        /// characters; what else has the shape of a VIN is `privacy`'s to say.
        #[test]
        fn p_2_1_accepts_exactly_the_pattern(text in "[A-Z0-9_-]{15,19}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[ -~]{0,4}|[a-zA-Z0-9_-]{60,70}|\\PC*") {
            let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
            let vin_alphabet = "ABCDEFGHJKLMNPRSTUVWXYZabcdefghjklmnprstuvwxyz0123456789";
            let vin = (text.chars().count() == 17
                && text.chars().all(|c| vin_alphabet.contains(c)))
                || privacy::has_vin_shape(&text)
                || privacy::hide_vins(&text) != text;
            let valid = (1..=64).contains(&text.chars().count())
                && text.chars().all(|c| alphabet.contains(c))
                && !vin;
            prop_assert_eq!(text.parse::<DeviceId>().is_ok(), valid);
        }
    }
}
