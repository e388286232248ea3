//! The rules of P-2.2 and P-2.3 on one certificate in DER.

use std::collections::BTreeSet;

use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::asn1::{ObjectIdentifier, PrintableStringRef, Utf8StringRef};
use x509_cert::der::oid::AssociatedOid;
use x509_cert::der::{Decode, ErrorKind, Tag, Tagged};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use x509_cert::time::Time;
use x509_cert::{Certificate, TbsCertificate};

use super::der::{SUBJECT, elements, field, header};
use super::early::after_1970;
use super::{CertificateError, MAX_BYTES, texts};
use crate::time::UnixSeconds;

pub(super) const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");

const SEQUENCE: u8 = 0x30;
/// A type of RFC 5280's `DirectoryString` that the `der` crate does not know.
const UNIVERSAL_STRING: u8 = 0x1c;

/// The one common name of an end-entity certificate that is valid at `now` and
/// may authenticate a client.
pub(super) fn common_name(der: &[u8], now: UnixSeconds) -> Result<String, CertificateError> {
    check_length(der)?;
    let (readable, early) = after_1970(der);
    let certificate = Certificate::from_der(&readable).map_err(|error| match error.kind() {
        ErrorKind::TagUnknown {
            byte: UNIVERSAL_STRING,
        } if common_name_is_universal_string(der) => CertificateError::CommonNameType {
            found: "UniversalString",
        },
        _ => CertificateError::Malformed,
    })?;
    let certificate = certificate.tbs_certificate();
    check_duplicates(certificate)?;
    let name = only_common_name(certificate)?;
    texts::check(der)?;
    check_purpose(certificate)?;
    check_validity(certificate, early, now)?;
    Ok(name)
}

/// Tells bytes that are cut off or continued, as happens in storage and
/// transfer, from bytes that are something else.
fn check_length(der: &[u8]) -> Result<(), CertificateError> {
    let Some((SEQUENCE, length, header)) = header(der) else {
        return Err(CertificateError::Malformed);
    };
    let length = length as u64 + header as u64;
    if length > MAX_BYTES as u64 {
        return Err(CertificateError::TooLarge { length });
    }
    let found = der.len() as u64;
    if found < length {
        return Err(CertificateError::Truncated {
            expected: length,
            found,
        });
    }
    if found > length {
        return Err(CertificateError::TrailingBytes {
            length,
            count: found - length,
        });
    }
    Ok(())
}

fn extensions(certificate: &TbsCertificate) -> &[Extension] {
    certificate.extensions().map_or(&[], Vec::as_slice)
}

/// Of every extension, not only of those that are read here: two readers must
/// not be able to disagree about which one counts.
fn check_duplicates(certificate: &TbsCertificate) -> Result<(), CertificateError> {
    let mut seen = BTreeSet::new();
    for extension in extensions(certificate) {
        if !seen.insert(extension.extn_id) {
            return Err(CertificateError::DuplicateExtension {
                oid: extension.extn_id.to_string(),
            });
        }
    }
    Ok(())
}

fn only_common_name(certificate: &TbsCertificate) -> Result<String, CertificateError> {
    let names: Vec<&AttributeTypeAndValue> = certificate
        .subject()
        .iter()
        .filter(|attribute| attribute.oid == COMMON_NAME)
        .collect();
    match names[..] {
        [] => Err(CertificateError::NoCommonName),
        [name] => common_name_text(name),
        [..] => Err(CertificateError::SeveralCommonNames { count: names.len() }),
    }
}

fn common_name_text(name: &AttributeTypeAndValue) -> Result<String, CertificateError> {
    let value = &name.value;
    match value.tag() {
        Tag::Utf8String => value
            .decode_as::<Utf8StringRef<'_>>()
            .map(|text| text.as_str().to_owned())
            .map_err(|_| CertificateError::CommonNameBytes { kind: "UTF8String" }),
        Tag::PrintableString => value
            .decode_as::<PrintableStringRef<'_>>()
            .map(|text| text.as_str().to_owned())
            .map_err(|_| CertificateError::CommonNameBytes {
                kind: "PrintableString",
            }),
        other => Err(CertificateError::CommonNameType {
            found: match other {
                Tag::TeletexString => "TeletexString",
                Tag::BmpString => "BMPString",
                Tag::Ia5String => "IA5String",
                Tag::NumericString => "NumericString",
                Tag::VideotexString => "VideotexString",
                Tag::VisibleString => "VisibleString",
                Tag::GeneralString => "GeneralString",
                Tag::OctetString => "OCTET STRING",
                _ => "no string",
            },
        }),
    }
}

/// P-2.3: an end entity that may sign, as a TLS client.
fn check_purpose(certificate: &TbsCertificate) -> Result<(), CertificateError> {
    let constraints: Option<BasicConstraints> = extension(certificate, "basicConstraints")?;
    if constraints.is_some_and(|constraints| constraints.ca) {
        return Err(CertificateError::CertificationAuthority);
    }
    let usage: Option<KeyUsage> = extension(certificate, "keyUsage")?;
    if usage.is_some_and(|usage| !usage.digital_signature()) {
        return Err(CertificateError::NoDigitalSignature);
    }
    match extension::<ExtendedKeyUsage>(certificate, "extKeyUsage")? {
        None => Err(CertificateError::NoExtendedKeyUsage),
        Some(purposes) if !purposes.0.contains(&CLIENT_AUTH) => Err(CertificateError::NoClientAuth),
        Some(_) => Ok(()),
    }
}

fn extension<'a, T: Decode<'a> + AssociatedOid>(
    certificate: &'a TbsCertificate,
    name: &'static str,
) -> Result<Option<T>, CertificateError> {
    extensions(certificate)
        .iter()
        .find(|extension| extension.extn_id == T::OID)
        .map(|extension| {
            T::from_der(extension.extn_value.as_bytes())
                .map_err(|_| CertificateError::UnparsableExtension { extension: name })
        })
        .transpose()
}

/// Both ends belong to the period (RFC 5280 §4.1.2.5). An `early` end lies before 1970.
fn check_validity(
    certificate: &TbsCertificate,
    early: [bool; 2],
    now: UnixSeconds,
) -> Result<(), CertificateError> {
    let validity = certificate.validity();
    let seconds = |early: bool, time: &Time| match early {
        true => 0,
        false => time.to_unix_duration().as_secs(),
    };
    let not_before = UnixSeconds(seconds(early[0], &validity.not_before));
    let not_after = UnixSeconds(seconds(early[1], &validity.not_after));
    if now < not_before {
        return Err(CertificateError::NotYetValid { not_before, now });
    }
    if now > not_after || early[1] {
        return Err(CertificateError::Expired { not_after, now });
    }
    Ok(())
}

/// Whether the subject has a common name of type UniversalString, in a
/// certificate that the `der` crate refuses for containing that type somewhere.
fn common_name_is_universal_string(der: &[u8]) -> bool {
    field(der, SUBJECT).is_some_and(|subject| {
        elements(subject)
            .flat_map(|(_, rdn)| elements(rdn))
            .any(|(_, attribute)| {
                let mut parts = elements(attribute);
                parts
                    .next()
                    .is_some_and(|(_, oid)| oid == COMMON_NAME.as_bytes())
                    && parts.next().is_some_and(|(tag, _)| tag == UNIVERSAL_STRING)
            })
    })
}
