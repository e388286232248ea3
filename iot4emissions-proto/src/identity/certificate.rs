//! A device ID from an X.509 certificate (P-2.2, P-2.3, JRC127600 §4.1.3,
//! §4.1.4, §4.3.4), feature `x509`.
//!
//! **What this does not do:** it verifies no signature, builds no chain, asks
//! for no revocation and weighs no critical extension that it does not know. All
//! of that is the work of the TLS stack that accepted the certificate (P-2.3).
//! Without it a certificate proves nothing, however well-formed it is.

mod der;
mod early;
mod read;
#[cfg(test)]
mod tests;
mod texts;

use std::str::FromStr;

use super::{DeviceId, DeviceIdError, pem};
use crate::time::UnixSeconds;

/// The largest certificate that is read, in DER (P-2.2). OpenSSL by itself takes no chain
/// above 100 KiB; certificates of devices have less than 2 KiB.
pub(super) const MAX_BYTES: usize = 65_536;

/// Why a certificate names no device: one variant per rule of P-2.2 and P-2.3.
///
/// Neither the text of an error nor its fields hold the common name: it may be,
/// or contain, a VIN (P-1.5).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The bytes are neither of the two encodings.
    #[error("expected an X.509 certificate in DER or PEM, found neither")]
    Unrecognised,
    /// The PEM text holds no certificate.
    #[error("expected a line \"-----BEGIN CERTIFICATE-----\", found none")]
    NoCertificate,
    /// The PEM text's first certificate has a label that only OpenSSL knows.
    #[error("expected a PEM block \"CERTIFICATE\", found \"{found}\" at line {line}")]
    PemLabel {
        /// The label.
        found: &'static str,
        /// The line of the block's beginning; the first line is 1.
        line: usize,
    },
    /// The first certificate's block does not end.
    #[error("expected \"-----END CERTIFICATE-----\" after line {line}, found the end of the text")]
    PemEnd {
        /// The line of the block's beginning; the first line is 1.
        line: usize,
    },
    /// The first certificate's block is not textual encoding by RFC 7468.
    #[error("expected lines of base64 after line {line}, found something else")]
    Pem {
        /// The line of the block's beginning; the first line is 1.
        line: usize,
    },
    /// The DER value ends early.
    #[error("expected a certificate of {expected} bytes in DER, found {found} bytes")]
    Truncated {
        /// The length that the first bytes announce.
        expected: u64,
        /// The length found.
        found: u64,
    },
    /// The certificate is larger than any that is read (P-2.2).
    #[error(
        "expected a certificate of at most {} bytes in DER, found one of {length}",
        MAX_BYTES
    )]
    TooLarge {
        /// The length that the first bytes announce, or as much of it as was looked at.
        length: u64,
    },
    /// Bytes follow the DER value.
    #[error("expected the end after a certificate of {length} bytes in DER, found {count} more")]
    TrailingBytes {
        /// The length of the certificate.
        length: u64,
        /// The number of bytes that follow.
        count: u64,
    },
    /// The bytes are no DER, or no X.509 certificate.
    #[error("expected an X.509 certificate by RFC 5280 in DER, found other bytes")]
    Malformed,
    /// The same extension twice (RFC 5280 §4.2).
    #[error("expected each extension at most once, found {oid} twice")]
    DuplicateExtension {
        /// The extension's object identifier, dotted.
        oid: String,
    },
    /// An extension of P-2.3 is no DER, or not of its type.
    #[error("expected the extension {extension} in DER, found other bytes")]
    UnparsableExtension {
        /// The extension's name in RFC 5280.
        extension: &'static str,
    },
    /// The subject has no common name (P-2.2).
    #[error("expected one common name in the subject, found none")]
    NoCommonName,
    /// The subject has more than one common name (P-2.2).
    #[error("expected one common name in the subject, found {count}")]
    SeveralCommonNames {
        /// The number of common names over all RDNs.
        count: usize,
    },
    /// The common name is of another string type (P-2.2).
    #[error("expected a common name of type UTF8String or PrintableString, found {found}")]
    CommonNameType {
        /// The ASN.1 type found.
        found: &'static str,
    },
    /// The common name's bytes are not of its own type.
    #[error("expected a common name in valid {kind}, found other bytes")]
    CommonNameBytes {
        /// The ASN.1 type that the name says it has.
        kind: &'static str,
    },
    /// The common name is no device ID (P-2.1).
    #[error("expected a device ID as common name, found {}", .reason.found())]
    DeviceId {
        /// The rule that it breaks.
        reason: DeviceIdError,
    },
    /// A text beside the common name has the shape of a VIN (P-2.2, P-1.5).
    #[error("expected no VIN in a certificate, found 17 characters in the shape of one in {part}")]
    VinShape {
        /// Where: `the subject`, `the issuer`, `the serial number`, `subjectAltName` or
        /// `an extension`.
        part: &'static str,
    },
    /// The certificate is a certification authority's (P-2.3).
    #[error("expected an end-entity certificate, found basicConstraints with cA TRUE")]
    CertificationAuthority,
    /// There is a key usage, but it does not permit to sign (P-2.3).
    #[error("expected digitalSignature in keyUsage, found other usages only")]
    NoDigitalSignature,
    /// There is no extended key usage (P-2.3).
    #[error("expected clientAuth in extKeyUsage, found no such extension")]
    NoExtendedKeyUsage,
    /// The extended key usage does not name clients (P-2.3).
    #[error("expected clientAuth in extKeyUsage, found other purposes only")]
    NoClientAuth,
    /// `now` is before the certificate's validity.
    #[error(
        "expected a certificate that is valid at {now}, found one that is valid from {not_before} (UNIX time)"
    )]
    NotYetValid {
        /// The first second in which the certificate is valid; 0 for any before 1970.
        not_before: UnixSeconds,
        /// The caller's time.
        now: UnixSeconds,
    },
    /// `now` is after the certificate's validity.
    #[error(
        "expected a certificate that is valid at {now}, found one that is valid until {not_after} (UNIX time)"
    )]
    Expired {
        /// The last second in which the certificate is valid; 0 for any before 1970.
        not_after: UnixSeconds,
        /// The caller's time.
        now: UnixSeconds,
    },
}

impl CertificateError {
    /// The stable code, such as `unrecognised`; that of the part where a part is wrong.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unrecognised => "unrecognised",
            Self::NoCertificate => "no-certificate",
            Self::PemLabel { .. } => "pem-label",
            Self::PemEnd { .. } => "pem-end",
            Self::Pem { .. } => "pem",
            Self::Truncated { .. } => "truncated",
            Self::TooLarge { .. } => "too-large",
            Self::TrailingBytes { .. } => "trailing-bytes",
            Self::Malformed => "malformed",
            Self::DuplicateExtension { .. } => "duplicate-extension",
            Self::UnparsableExtension { .. } => "unparsable-extension",
            Self::NoCommonName => "no-common-name",
            Self::SeveralCommonNames { .. } => "several-common-names",
            Self::CommonNameType { .. } => "common-name-type",
            Self::CommonNameBytes { .. } => "common-name-bytes",
            Self::DeviceId { reason, .. } => reason.code(),
            Self::VinShape { .. } => "vin-shape",
            Self::CertificationAuthority => "certification-authority",
            Self::NoDigitalSignature => "no-digital-signature",
            Self::NoExtendedKeyUsage => "no-extended-key-usage",
            Self::NoClientAuth => "no-client-auth",
            Self::NotYetValid { .. } => "not-yet-valid",
            Self::Expired { .. } => "expired",
        }
    }
}

impl DeviceId {
    /// The device ID in a client certificate in DER, as a TLS stack hands it
    /// over, checked against every rule of P-2.2 and P-2.3 at the time `now`.
    ///
    /// Chain, signature and revocation are the TLS stack's work.
    ///
    /// # Errors
    /// The first rule that the certificate breaks.
    pub fn from_certificate_der(der: &[u8], now: UnixSeconds) -> Result<Self, CertificateError> {
        device_id(&read::common_name(der, now)?)
    }

    /// The device ID in the leaf of a certificate chain in PEM: its first block
    /// with the label `CERTIFICATE` (P-2.2, JRC127600 §4.1.3).
    ///
    /// Text outside the blocks and blocks without a certificate, such as a
    /// private key that comes first, are skipped; the blocks after the leaf are
    /// not looked at. Lines end in LF or CRLF.
    ///
    /// # Errors
    /// As [`from_certificate_der`](Self::from_certificate_der), and if there is
    /// no such block or it is not RFC 7468.
    pub fn from_certificate_pem(pem: &[u8], now: UnixSeconds) -> Result<Self, CertificateError> {
        Self::from_certificate_der(&pem::first_certificate(pem)?, now)
    }

    /// The device ID in a certificate in either encoding, told apart by its
    /// first bytes.
    ///
    /// # Errors
    /// As [`from_certificate_der`](Self::from_certificate_der) and
    /// [`from_certificate_pem`](Self::from_certificate_pem), and
    /// [`CertificateError::Unrecognised`] if the bytes are neither.
    pub fn from_certificate(bytes: &[u8], now: UnixSeconds) -> Result<Self, CertificateError> {
        device_id(&certificate_common_name(bytes, now)?)
    }
}

/// The common name of a client certificate in DER or PEM, for a broker or a CA
/// that does not know yet whether it belongs to a device or to a service; see
/// [`Principal::from_name`](crate::access::Principal::from_name).
///
/// All rules of P-2.2 and P-2.3 hold for it but one: the text need not be a
/// device ID, and may be anything. Chain, signature and revocation are the TLS
/// stack's work.
///
/// # Errors
/// The first rule that the certificate breaks.
pub fn certificate_common_name(bytes: &[u8], now: UnixSeconds) -> Result<String, CertificateError> {
    // No certificate is shorter than 128 bytes, so the length that follows a
    // DER certificate's SEQUENCE tag is of the long form; a PEM text that
    // happens to begin with the same character `0` goes on in ASCII.
    match bytes {
        [0x30, 0x80..=0xff, ..] => read::common_name(bytes, now),
        _ if bytes.windows(11).any(|window| window == b"-----BEGIN ") => {
            read::common_name(&pem::first_certificate(bytes)?, now)
        }
        _ => Err(CertificateError::Unrecognised),
    }
}

fn device_id(common_name: &str) -> Result<DeviceId, CertificateError> {
    DeviceId::from_str(common_name).map_err(|reason| CertificateError::DeviceId { reason })
}
