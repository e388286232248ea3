//! The texts of a certificate other than its common name: none may have the shape of a VIN
//! (P-2.2, P-1.5), as brokers, logs and everybody on the way before TLS 1.3 see them.

use std::borrow::Cow;

use x509_cert::der::asn1::ObjectIdentifier;

use super::CertificateError;
use super::der::{EXTENSIONS, ISSUER, SERIAL_NUMBER, SUBJECT, elements, field, tagged_field};
use super::read::COMMON_NAME;
use crate::privacy;

const SUBJECT_ALTERNATIVE_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");

const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const UNIVERSAL_STRING: u8 = 0x1c;
const BMP_STRING: u8 = 0x1e;
const CONSTRUCTED: u8 = 0x20;
const CLASS: u8 = 0xc0;
const CONTEXT: u8 = 0x80;

/// How deep values are looked into; RFC 5280's have less than half of it.
const DEPTH: u8 = 16;

/// Looks through the subject but for its common name, which has a rule of its own, the
/// issuer, the serial number and all extensions.
pub(super) fn check(der: &[u8]) -> Result<(), CertificateError> {
    let found = |part| Err(CertificateError::VinShape { part });
    let (subject, issuer) = (field(der, SUBJECT), field(der, ISSUER));
    if subject.is_some_and(|subject| {
        elements(subject)
            .flat_map(|(_, relative_name)| elements(relative_name))
            .filter(|(_, attribute)| !is(attribute, COMMON_NAME))
            .any(|(_, attribute)| holds_vin(attribute, DEPTH))
    }) {
        return found("the subject");
    }
    // Who signs for itself has the same name twice.
    if issuer != subject && issuer.is_some_and(|issuer| holds_vin(issuer, DEPTH)) {
        return found("the issuer");
    }
    // Bytes, among which words that make a VIN together are found by chance.
    let serial = field(der, SERIAL_NUMBER).map(String::from_utf8_lossy);
    if serial.is_some_and(|serial| privacy::vin_ranges(&serial).next().is_some()) {
        return found("the serial number");
    }
    let extensions = tagged_field(der, EXTENSIONS).into_iter().flat_map(elements);
    for (_, extension) in extensions.flat_map(|(_, extensions)| elements(extensions)) {
        if holds_vin(extension, DEPTH) {
            return found(match is(extension, SUBJECT_ALTERNATIVE_NAME) {
                true => "subjectAltName",
                false => "an extension",
            });
        }
    }
    Ok(())
}

/// Whether a sequence begins with this identifier.
fn is(sequence: &[u8], identifier: ObjectIdentifier) -> bool {
    elements(sequence).next() == Some((OBJECT_IDENTIFIER, identifier.as_bytes()))
}

/// Whether a text among the values of `content`, or within one of them, has the shape.
fn holds_vin(content: &[u8], depth: u8) -> bool {
    elements(content).any(|(tag, value)| {
        if tag & CONSTRUCTED != 0 {
            return depth > 0 && holds_vin(value, depth - 1);
        }
        // Extensions are DER within an octet string; what is not has no elements.
        if tag == OCTET_STRING && depth > 0 && holds_vin(value, depth - 1) {
            return true;
        }
        text(tag, value).is_some_and(|text| privacy::has_vin_shape(&text))
    })
}

/// The value as text, if its type is one. General names have types of their context
/// (RFC 5280 §4.2.1.6).
fn text(tag: u8, value: &[u8]) -> Option<Cow<'_, str>> {
    let character = |code: u32| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    match tag {
        BMP_STRING => {
            let codes = value.chunks_exact(2);
            let codes = codes.map(|code| u32::from(u16::from_be_bytes([code[0], code[1]])));
            Some(codes.map(character).collect())
        }
        UNIVERSAL_STRING => {
            let codes = value.chunks_exact(4);
            let codes = codes.map(|code| u32::from_be_bytes([code[0], code[1], code[2], code[3]]));
            Some(codes.map(character).collect())
        }
        // UTF8String; NumericString to IA5String but the times between; GraphicString to
        // GeneralString.
        0x0c | 0x12..=0x16 | 0x19..=0x1b => Some(String::from_utf8_lossy(value)),
        _ if tag & CLASS == CONTEXT => Some(String::from_utf8_lossy(value)),
        _ => None,
    }
}
