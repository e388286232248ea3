//! What family and type-approval numbers say where they are well formed. Neither
//! is required to be (P-5.12, P-5.13): the text is kept either way.

use std::fmt;

/// Why a text has no such parts. It does not repeat the text, which may hold a VIN (P-1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApprovalError {
    /// P-5.12: the text is no interpolation family identifier.
    #[error("expected an interpolation family identifier such as IP-03_MX_0169-1C4-1")]
    InterpolationFamily,
    /// P-5.13: the text is no type-approval number.
    #[error("expected a type-approval number such as e4*2007/46*1410*01")]
    TypeApprovalNumber,
}

impl ApprovalError {
    /// The stable code, such as `type-approval-number`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InterpolationFamily => "interpolation-family",
            Self::TypeApprovalNumber => "type-approval-number",
        }
    }
}

/// The parts of an interpolation family identifier `FT-n…-WMI-x` (P-5.12): Box
/// 1's `IP-03_MX_0169-1C4-1`, at most 24 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InterpolationFamily<'a> {
    /// `FT`: the kind of family, two capitals, such as `IP`.
    pub family_type: &'a str,
    /// `n…`: the manufacturer's number, 1 to 15 of `[A-Za-z0-9_]`.
    pub number: &'a str,
    /// `WMI`: the world manufacturer identifier, three of the VIN alphabet (ISO 3780).
    pub world_manufacturer_identifier: &'a str,
    /// `x`: one digit.
    pub suffix: char,
}

impl<'a> InterpolationFamily<'a> {
    /// The parts of `text`, if it has the form.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let parts: [&str; 4] = text.split('-').collect::<Vec<_>>().try_into().ok()?;
        let [family_type, number, world_manufacturer_identifier, suffix] = parts;
        let family_type_formed =
            family_type.len() == 2 && family_type.bytes().all(|b| b.is_ascii_uppercase());
        let number_formed = (1..=15).contains(&number.len())
            && number
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let identifier_formed = world_manufacturer_identifier.len() == 3
            && world_manufacturer_identifier
                .bytes()
                .all(crate::privacy::is_vin_byte);
        let suffix_formed = suffix.len() == 1 && suffix.bytes().all(|b| b.is_ascii_digit());
        (family_type_formed && number_formed && identifier_formed && suffix_formed).then_some(
            Self {
                family_type,
                number,
                world_manufacturer_identifier,
                suffix: suffix.chars().next()?,
            },
        )
    }
}

impl<'a> TryFrom<&'a str> for InterpolationFamily<'a> {
    type Error = ApprovalError;

    fn try_from(text: &'a str) -> Result<Self, ApprovalError> {
        Self::parse(text).ok_or(ApprovalError::InterpolationFamily)
    }
}

impl fmt::Display for InterpolationFamily<'_> {
    /// Writes the text that the parts are of.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            family_type,
            number,
            world_manufacturer_identifier,
            suffix,
        } = self;
        write!(
            f,
            "{family_type}-{number}-{world_manufacturer_identifier}-{suffix}"
        )
    }
}

/// The parts of a type-approval number `e<n>*<act>*<base>*<ext>` (P-5.13), in
/// either letter case: Box 1's `E4*2007/46*1410*01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeApprovalNumber<'a> {
    /// `n`: the number of the Member State that granted it, 1 to 99.
    pub member_state: u8,
    /// `act`: the act under which it was granted, such as `2007/46`.
    pub act: &'a str,
    /// `base`: the base approval number, digits.
    pub base: &'a str,
    /// `ext`: the number of the extension, digits.
    pub extension: &'a str,
}

impl<'a> TypeApprovalNumber<'a> {
    /// The parts of `text`, if it has the form.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let parts: [&str; 4] = text.split('*').collect::<Vec<_>>().try_into().ok()?;
        let [state, act, base, extension] = parts;
        let state = state.strip_prefix(['e', 'E'])?;
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let act_formed =
            !act.is_empty() && act.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/');
        let well_formed = digits(state)
            && !state.starts_with('0')
            && act_formed
            && digits(base)
            && digits(extension);
        let member_state = state.parse().ok().filter(|state| *state <= 99)?;
        well_formed.then_some(Self {
            member_state,
            act,
            base,
            extension,
        })
    }
}

impl<'a> TryFrom<&'a str> for TypeApprovalNumber<'a> {
    type Error = ApprovalError;

    fn try_from(text: &'a str) -> Result<Self, ApprovalError> {
        Self::parse(text).ok_or(ApprovalError::TypeApprovalNumber)
    }
}

impl fmt::Display for TypeApprovalNumber<'_> {
    /// Writes the text that the parts are of, with a small `e`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            member_state,
            act,
            base,
            extension,
        } = self;
        write!(f, "e{member_state}*{act}*{base}*{extension}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_5_12_p_5_13_parts_are_written_as_they_were_read() {
        let family = "IP-03_MX_0169-1C4-1";
        assert_eq!(
            InterpolationFamily::try_from(family).unwrap().to_string(),
            family
        );
        let number = TypeApprovalNumber::try_from("E4*2007/46*1410*01").unwrap();
        assert_eq!(number.to_string(), "e4*2007/46*1410*01");

        let refused = InterpolationFamily::try_from("IP").unwrap_err();
        assert_eq!(refused.code(), "interpolation-family");
        assert_eq!(
            refused.to_string(),
            "expected an interpolation family identifier such as IP-03_MX_0169-1C4-1"
        );
        let refused = TypeApprovalNumber::try_from("e0*1*1*1").unwrap_err();
        assert_eq!(refused.code(), "type-approval-number");
        assert_eq!(
            refused.to_string(),
            "expected a type-approval number such as e4*2007/46*1410*01"
        );
    }

    #[test]
    fn p_5_12_box_1_and_the_longest_form() {
        let family = InterpolationFamily::parse("IP-03_MX_0169-1C4-1").unwrap();
        assert_eq!(family.family_type, "IP");
        assert_eq!(family.number, "03_MX_0169");
        assert_eq!(family.world_manufacturer_identifier, "1C4");
        assert_eq!(family.suffix, '1');
        let longest = "IP-123456789012345-1C4-1";
        assert_eq!(longest.len(), 24);
        assert!(InterpolationFamily::parse(longest).is_some());
        for other in [
            "",
            "IP-1234567890123456-1C4-1",
            "ip-03-1C4-1",
            "IP--1C4-1",
            "IP-03-1I4-1",
            "IP-03-1C4-A",
            "IP-03-1C4-1-1",
            "IP-03-1C4",
            "É-03-1C4-1",
        ] {
            assert!(InterpolationFamily::parse(other).is_none(), "{other}");
        }
    }

    #[test]
    fn p_5_13_box_1_in_either_letter_case() {
        for text in ["E4*2007/46*1410*01", "e4*2007/46*1410*01"] {
            let number = TypeApprovalNumber::parse(text).unwrap();
            assert_eq!(number.member_state, 4);
            assert_eq!(number.act, "2007/46");
            assert_eq!(number.base, "1410");
            assert_eq!(number.extension, "01");
        }
        for other in [
            "",
            "4*2007/46*1410*01",
            "e*2007/46*1410*01",
            "e4*2007/46*1410",
            "e4**1*1",
            "e4*a*x*1",
            "e4*a*1*x",
            "e4*a**1",
            "e4*a*1*",
            "e256*a*1*1",
            "e04*a*1*1",
        ] {
            assert!(TypeApprovalNumber::parse(other).is_none(), "{other}");
        }
    }
}
