//! The rules of P-2.2 and P-2.3 on one certificate in DER.

use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::asn1::{ObjectIdentifier, PrintableStringRef, Utf8StringRef};
use x509_cert::der::oid::AssociatedOid;
use x509_cert::der::{Decode, ErrorKind, Tag, Tagged};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use x509_cert::{Certificate, TbsCertificate};

use super::CertificateError;
use crate::time::UnixSeconds;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");

const SEQUENCE: u8 = 0x30;
/// A type of RFC 5280's `DirectoryString` that the `der` crate does not know.
const UNIVERSAL_STRING: u8 = 0x1c;

/// The one common name of an end-entity certificate that is valid at `now` and
/// may authenticate a client.
pub(super) fn common_name(der: &[u8], now: UnixSeconds) -> Result<String, CertificateError> {
    check_length(der)?;
    let certificate = Certificate::from_der(der).map_err(|error| match error.kind() {
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
    check_purpose(certificate)?;
    check_validity(certificate, now)?;
    Ok(name)
}

/// Tells bytes that are cut off or continued, as happens in storage and
/// transfer, from bytes that are something else.
fn check_length(der: &[u8]) -> Result<(), CertificateError> {
    let Some((SEQUENCE, length, header)) = header(der) else {
        return Err(CertificateError::Malformed);
    };
    let length = length as u64 + header as u64;
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
    let extensions = extensions(certificate);
    for (index, extension) in extensions.iter().enumerate() {
        if extensions[..index]
            .iter()
            .any(|earlier| earlier.extn_id == extension.extn_id)
        {
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

/// Both ends belong to the period (RFC 5280 §4.1.2.5).
fn check_validity(certificate: &TbsCertificate, now: UnixSeconds) -> Result<(), CertificateError> {
    let validity = certificate.validity();
    let not_before = UnixSeconds(validity.not_before.to_unix_duration().as_secs());
    let not_after = UnixSeconds(validity.not_after.to_unix_duration().as_secs());
    if now < not_before {
        return Err(CertificateError::NotYetValid { not_before, now });
    }
    if now > not_after {
        return Err(CertificateError::Expired { not_after, now });
    }
    Ok(())
}

/// Whether the subject has a common name of type UniversalString, in a
/// certificate that the `der` crate refuses for containing that type somewhere.
fn common_name_is_universal_string(der: &[u8]) -> bool {
    subject(der).is_some_and(|subject| {
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

/// The content of `Certificate.tbsCertificate.subject` (RFC 5280 §4.1).
fn subject(der: &[u8]) -> Option<&[u8]> {
    let (_, certificate) = elements(der).next()?;
    let (_, tbs) = elements(certificate).next()?;
    // An explicit version is the only field before it that may be absent.
    const VERSION: u8 = 0xa0;
    let (_, subject) = elements(tbs)
        .skip_while(|(tag, _)| *tag == VERSION)
        // serialNumber, signature, issuer, validity
        .nth(4)?;
    Some(subject)
}

/// The tag and content of each DER value in `bytes`, until one is cut off.
fn elements(mut bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    std::iter::from_fn(move || {
        let (tag, length, header) = header(bytes)?;
        let content = bytes.get(header..header.checked_add(length)?)?;
        bytes = &bytes[header + length..];
        Some((tag, content))
    })
}

/// The tag, the length of the content and the length of the header of the DER
/// value at the start of `bytes`.
fn header(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    match *bytes {
        [tag, length @ 0..=0x7f, ..] => Some((tag, length.into(), 2)),
        [tag, 0x81, length, ..] => Some((tag, length.into(), 3)),
        [tag, 0x82, a, b, ..] => Some((tag, u16::from_be_bytes([a, b]).into(), 4)),
        [tag, 0x83, a, b, c, ..] => {
            let length = u32::from_be_bytes([0, a, b, c]);
            Some((tag, usize::try_from(length).ok()?, 5))
        }
        _ => None,
    }
}
