//! DER and PEM: exactly one certificate, the chain's first.

use super::*;

#[test]
fn der_is_exactly_one_certificate() {
    let der = der(&params(UUID));
    let length = der.len();
    let mut longer = der.clone();
    longer.extend_from_slice(b"\0\0");
    assert_eq!(
        DeviceId::from_certificate_der(&longer, NOW)
            .unwrap_err()
            .to_string(),
        format!("expected the end after a certificate of {length} bytes in DER, found 2 more")
    );
    assert_eq!(
        DeviceId::from_certificate_der(&der[..length - 1], NOW)
            .unwrap_err()
            .to_string(),
        format!(
            "expected a certificate of {length} bytes in DER, found {} bytes",
            length - 1
        )
    );
    for cut in 0..length {
        let error = DeviceId::from_certificate_der(&der[..cut], NOW).unwrap_err();
        let short = if cut < 4 {
            CertificateError::Malformed
        } else {
            CertificateError::Truncated {
                expected: length as u64,
                found: cut as u64,
            }
        };
        assert_eq!(error, short);
    }
    assert_eq!(
        DeviceId::from_certificate_der(b"\x30\x03\x02\x01\x00", NOW)
            .unwrap_err()
            .to_string(),
        "expected an X.509 certificate by RFC 5280 in DER, found other bytes"
    );
}

#[test]
fn p_2_2_the_first_certificate_of_a_pem_chain_is_the_leaf() {
    let mut ca = params("ca");
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let (leaf, ca) = (pem(&params(UUID)), pem(&ca));
    let read = |text: &str| DeviceId::from_certificate_pem(text.as_bytes(), NOW);

    assert_eq!(read(&format!("{leaf}{ca}")).unwrap().as_str(), UUID);
    assert_eq!(
        read(&format!("{leaf}rubbish\n-----BEGIN"))
            .unwrap()
            .as_str(),
        UUID
    );
    assert_eq!(
        read(&format!("{ca}{leaf}")),
        Err(CertificateError::CertificationAuthority)
    );
}

#[test]
fn pem_may_have_text_other_blocks_and_other_line_ends() {
    let leaf = pem(&params(UUID));
    let key = KeyPair::generate().unwrap().serialize_pem();
    let read = |text: String| DeviceId::from_certificate(text.as_bytes(), NOW);
    let as_openssl = format!("Certificate:\n    Data:\n        Version: 3 (0x2)\n{leaf}");
    assert_eq!(read(as_openssl).unwrap().as_str(), UUID);
    assert_eq!(
        read(format!("0 digits first\n{leaf}")).unwrap().as_str(),
        UUID
    );
    assert_eq!(read(format!("{key}{leaf}")).unwrap().as_str(), UUID);
    assert_eq!(
        read(leaf.replace("\r\n", "\n").replace('\n', "\r\n"))
            .unwrap()
            .as_str(),
        UUID
    );
    assert_eq!(read(leaf.trim_end().to_owned()).unwrap().as_str(), UUID);
    assert_eq!(
        read(key).unwrap_err().to_string(),
        "expected a line \"-----BEGIN CERTIFICATE-----\", found none"
    );
}

#[test]
fn pem_errors_say_where() {
    let leaf = pem(&params(UUID));
    let refused = |text: &str| {
        DeviceId::from_certificate_pem(text.as_bytes(), NOW)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(""),
        "expected a line \"-----BEGIN CERTIFICATE-----\", found none"
    );
    let (body, _) = leaf.split_once("-----END").unwrap();
    assert_eq!(
        refused(&format!("text\n{body}")),
        "expected \"-----END CERTIFICATE-----\" after line 2, found the end of the text"
    );
    assert_eq!(
        refused(&leaf.replacen("MII", "MI!", 1)),
        "expected lines of base64 after line 1, found something else"
    );
    // Another certificate must not be taken for the leaf instead.
    assert_eq!(
        refused(&format!("{body}\n{leaf}")),
        "expected lines of base64 after line 1, found something else"
    );
    assert_eq!(
        refused(&format!(
            "{}{leaf}",
            leaf.replacen("-----\n", "----- \n", 1)
        )),
        "expected lines of base64 after line 1, found something else"
    );
    for label in ["X509 CERTIFICATE", "TRUSTED CERTIFICATE"] {
        let other = leaf.replace("CERTIFICATE", label);
        assert_eq!(
            refused(&format!("\n{other}{leaf}")),
            format!("expected a PEM block \"CERTIFICATE\", found \"{label}\" at line 2")
        );
    }
    assert_eq!(
        refused("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"),
        "expected lines of base64 after line 1, found something else"
    );
}

#[test]
fn either_encoding_is_recognised() {
    let certificate = sign(&params(UUID));
    for bytes in [certificate.der().to_vec(), certificate.pem().into_bytes()] {
        assert_eq!(
            DeviceId::from_certificate(&bytes, NOW).unwrap().as_str(),
            UUID
        );
        assert_eq!(certificate_common_name(&bytes, NOW).unwrap(), UUID);
    }
    for bytes in [b"".as_slice(), b"0", b"hello", b"\xff\xff"] {
        assert_eq!(
            DeviceId::from_certificate(bytes, NOW)
                .unwrap_err()
                .to_string(),
            "expected an X.509 certificate in DER or PEM, found neither"
        );
    }
}
