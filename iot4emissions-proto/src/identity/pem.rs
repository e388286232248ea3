//! The leaf of a certificate chain in PEM (P-2.2).

use x509_cert::der::pem::Decoder;

use super::CertificateError;
use super::certificate::MAX_BYTES;

const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
const END: &[u8] = b"-----END CERTIFICATE-----";

/// Labels under which OpenSSL also finds certificates. To skip them would make
/// this library and the TLS stack take different certificates for the leaf.
const OTHER_CERTIFICATE_LABELS: [(&[u8], &str); 2] = [
    (b"-----BEGIN X509 CERTIFICATE-----", "X509 CERTIFICATE"),
    (
        b"-----BEGIN TRUSTED CERTIFICATE-----",
        "TRUSTED CERTIFICATE",
    ),
];

/// The DER bytes of the first `CERTIFICATE` block.
///
/// Text outside blocks, as OpenSSL writes it, and blocks that hold no
/// certificate (a private key, parameters) are skipped. Lines end in LF or CRLF.
pub(super) fn first_certificate(pem: &[u8]) -> Result<Vec<u8>, CertificateError> {
    let mut offset = 0;
    // Line number and offset of the BEGIN line.
    let mut begin = None;
    for (index, line) in pem.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let start = offset;
        offset += line.len();
        // OpenSSL ignores white space at the end of a boundary. It must not hide
        // a block here; the decoder refuses it below.
        let content = line.trim_ascii_end();
        match begin {
            None if content == BEGIN => begin = Some((index + 1, start)),
            None => {
                let other = OTHER_CERTIFICATE_LABELS
                    .iter()
                    .find(|(boundary, _)| *boundary == content);
                if let Some((_, found)) = other {
                    return Err(CertificateError::PemLabel {
                        found,
                        line: index + 1,
                    });
                }
            }
            Some((first, start)) if content == END => {
                // Base64 has four characters for three bytes; lines end.
                let block = &pem[start..offset];
                if block.len() > 2 * MAX_BYTES {
                    let length = (block.len() / 4 * 3) as u64;
                    return Err(CertificateError::TooLarge { length });
                }
                return decode(block).ok_or(CertificateError::Pem { line: first });
            }
            Some(_) => {}
        }
    }
    Err(match begin {
        Some((line, _)) => CertificateError::PemEnd { line },
        None => CertificateError::NoCertificate,
    })
}

fn decode(block: &[u8]) -> Option<Vec<u8>> {
    let mut der = Vec::new();
    Decoder::new_detect_wrap(block)
        .and_then(|mut decoder| decoder.decode_to_end(&mut der).map(|_| ()))
        .ok()?;
    Some(der)
}
