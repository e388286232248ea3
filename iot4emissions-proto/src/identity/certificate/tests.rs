//! P-2.2 and P-2.3 on certificates made with rcgen, and on patched ones where
//! rcgen refuses to make what a hostile client would send.

use proptest::prelude::*;
use rcgen::string::{BmpString, Ia5String, PrintableString, TeletexString, UniversalString};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, DnValue,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
};

use super::*;

const NOW: UnixSeconds = UnixSeconds(1_700_000_000);
const UUID: &str = "f371cb00-68ea-4d5d-9bea-d24cbff2ed28";
const VIN: &str = "WVWZZZ1JZXW000001";

/// The parameters of a certificate without fault, valid from 1975 to 4095.
fn params(common_name: impl Into<DnValue>) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::OrganizationName, "OEM");
    params
        .distinguished_name
        .push(DnType::CommonName, common_name);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params
}

fn sign(params: &CertificateParams) -> rcgen::Certificate {
    params.self_signed(&KeyPair::generate().unwrap()).unwrap()
}

fn der(params: &CertificateParams) -> Vec<u8> {
    sign(params).der().to_vec()
}

fn pem(params: &CertificateParams) -> String {
    sign(params).pem()
}

fn read(params: &CertificateParams) -> Result<DeviceId, CertificateError> {
    DeviceId::from_certificate_der(&der(params), NOW)
}

fn refused(params: &CertificateParams) -> String {
    read(params).unwrap_err().to_string()
}

/// Replaces every occurrence of `from`, which keeps all DER lengths. The
/// signature breaks, but that is the TLS stack's work to find.
fn patch(mut der: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut count = 0;
    for start in 0..=der.len() - from.len() {
        if &der[start..start + from.len()] == from {
            der[start..start + from.len()].copy_from_slice(to);
            count += 1;
        }
    }
    assert!(count > 0, "nothing to patch");
    der
}

#[test]
fn p_2_2_reads_the_common_name_of_both_types() {
    assert_eq!(read(&params(UUID)).unwrap().as_str(), UUID);
    let printable = DnValue::PrintableString(PrintableString::try_from(UUID).unwrap());
    assert_eq!(read(&params(printable)).unwrap().as_str(), UUID);
}

#[test]
fn p_2_2_ignores_subject_alternative_names() {
    let mut params = params(UUID);
    params.subject_alt_names = vec![rcgen::SanType::DnsName("other-id".try_into().unwrap())];
    assert_eq!(read(&params).unwrap().as_str(), UUID);
}

#[test]
fn p_2_2_refuses_no_common_name() {
    let mut params = params(UUID);
    params.distinguished_name.remove(DnType::CommonName);
    assert_eq!(
        refused(&params),
        "expected one common name in the subject, found none"
    );
    params.distinguished_name = DistinguishedName::new();
    params.subject_alt_names = vec![rcgen::SanType::DnsName("other-id".try_into().unwrap())];
    assert_eq!(
        refused(&params),
        "expected one common name in the subject, found none"
    );
}

#[test]
fn p_2_2_refuses_two_common_names_over_all_rdns() {
    let mut params = params(UUID);
    params
        .distinguished_name
        .push(DnType::OrganizationalUnitName, "x");
    // 2.5.4.11 becomes another 2.5.4.3, in an RDN of its own.
    let der = patch(der(&params), &[6, 3, 0x55, 4, 11], &[6, 3, 0x55, 4, 3]);
    assert_eq!(
        DeviceId::from_certificate_der(&der, NOW)
            .unwrap_err()
            .to_string(),
        "expected one common name in the subject, found 2"
    );
}

#[test]
fn p_2_2_refuses_two_common_names_in_one_rdn() {
    let mut params = params(UUID);
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::OrganizationName, "b");
    params.distinguished_name.push(DnType::CommonName, "c");
    // Two RDNs `31 0c 30 0a …` of 14 bytes each become one of both attributes;
    // what is left over fills an attribute's value, so that lengths stay.
    let attribute = |oid: u8, value: &[u8]| {
        let mut bytes = vec![0x30, (7 + value.len()) as u8, 6, 3, 0x55, 4, oid, 0x0c];
        bytes.push(value.len() as u8);
        bytes.extend_from_slice(value);
        bytes
    };
    let set = |content: Vec<u8>| [vec![0x31, content.len() as u8], content].concat();
    let from = [set(attribute(10, b"b")), set(attribute(3, b"c"))].concat();
    let to = set([attribute(3, b"a"), attribute(3, b"bcd")].concat());
    let der = patch(der(&params), &from, &to);
    assert_eq!(
        DeviceId::from_certificate_der(&der, NOW).unwrap_err(),
        CertificateError::SeveralCommonNames { count: 2 }
    );
}

#[test]
fn p_2_2_refuses_other_string_types_by_name() {
    let text = |found| {
        format!("expected a common name of type UTF8String or PrintableString, found {found}")
    };
    let bmp = DnValue::BmpString(BmpString::try_from(UUID).unwrap());
    assert_eq!(refused(&params(bmp)), text("BMPString"));
    let teletex = DnValue::TeletexString(TeletexString::try_from(UUID).unwrap());
    assert_eq!(refused(&params(teletex)), text("TeletexString"));
    let ia5 = DnValue::Ia5String(Ia5String::try_from(UUID).unwrap());
    assert_eq!(refused(&params(ia5)), text("IA5String"));
    let universal = DnValue::UniversalString(UniversalString::try_from("abc").unwrap());
    assert_eq!(refused(&params(universal)), text("UniversalString"));
    for (tag, found) in [
        (0x12, "NumericString"),
        (0x15, "VideotexString"),
        (0x1a, "VisibleString"),
        (0x1b, "GeneralString"),
        (0x04, "OCTET STRING"),
        (0x03, "no string"),
    ] {
        let der = patch(der(&params("1")), &[0x0c, 1, b'1'], &[tag, 1, b'1']);
        let error = DeviceId::from_certificate_der(&der, NOW).unwrap_err();
        assert_eq!(error.to_string(), text(found));
    }
}

#[test]
fn p_2_2_universal_string_elsewhere_is_not_said_to_be_the_common_name() {
    let mut params = params(UUID);
    let universal = DnValue::UniversalString(UniversalString::try_from("abc").unwrap());
    params
        .distinguished_name
        .push(DnType::OrganizationName, universal);
    assert_eq!(read(&params), Err(CertificateError::Malformed));
}

#[test]
fn p_2_2_refuses_bytes_that_are_not_of_the_string_type() {
    let der_utf8 = patch(
        der(&params("ab")),
        &[0x0c, 2, b'a', b'b'],
        &[0x0c, 2, 0xc3, b'b'],
    );
    assert_eq!(
        DeviceId::from_certificate_der(&der_utf8, NOW)
            .unwrap_err()
            .to_string(),
        "expected a common name in valid UTF8String, found other bytes"
    );
    let printable = patch(
        der(&params("ab")),
        &[0x0c, 2, b'a', b'b'],
        &[0x13, 2, b'a', b'_'],
    );
    assert_eq!(
        DeviceId::from_certificate_der(&printable, NOW)
            .unwrap_err()
            .to_string(),
        "expected a common name in valid PrintableString, found other bytes"
    );
}

#[test]
fn p_2_1_refuses_hostile_common_names() {
    for (name, found) in [
        ("", "an empty text"),
        ("+", "'+' at character 1"),
        ("#", "'#' at character 1"),
        ("a/b", "'/' at character 2"),
        ("good\0bad", r"'\u{0}' at character 5"),
        ("\u{391}", r"'\u{391}' at character 1"),
        ("*.example.org", "'*' at character 1"),
        (&"a".repeat(65), "65 characters"),
        (
            "obfcm-data-service",
            "the principal name of the OBFCM Data Service",
        ),
        (VIN, "17 characters in the shape of a VIN"),
    ] {
        assert_eq!(
            refused(&params(name)),
            format!("expected a device ID as common name, found {found}")
        );
    }
    let longest = "a".repeat(64);
    assert_eq!(read(&params(longest.as_str())).unwrap().as_str(), longest);
}

#[test]
fn p_1_5_no_error_shows_a_vin() {
    let mut ca = params(VIN);
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let bmp = params(DnValue::BmpString(BmpString::try_from(VIN).unwrap()));
    for params in [params(VIN), params(format!("{VIN}+")), ca, bmp] {
        let error = read(&params).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(
            !shown.contains("WVW") && !shown.contains("000001"),
            "{shown}"
        );
    }
}

#[test]
fn p_2_3_refuses_a_ca_certificate_but_not_an_explicit_end_entity() {
    let mut params = params(UUID);
    params.is_ca = IsCa::ExplicitNoCa;
    assert_eq!(read(&params).unwrap().as_str(), UUID);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    assert_eq!(
        refused(&params),
        "expected an end-entity certificate, found basicConstraints with cA TRUE"
    );
}

#[test]
fn p_2_3_key_usage_where_present_permits_digital_signature() {
    let mut params = params(UUID);
    params.key_usages = vec![
        KeyUsagePurpose::DigitalSignature,
        KeyUsagePurpose::KeyAgreement,
    ];
    assert_eq!(read(&params).unwrap().as_str(), UUID);
    params.key_usages = vec![
        KeyUsagePurpose::KeyEncipherment,
        KeyUsagePurpose::KeyAgreement,
    ];
    assert_eq!(
        refused(&params),
        "expected digitalSignature in keyUsage, found other usages only"
    );
}

#[test]
fn p_2_3_extended_key_usage_contains_client_auth() {
    let mut params = params(UUID);
    params.extended_key_usages = vec![
        ExtendedKeyUsagePurpose::ServerAuth,
        ExtendedKeyUsagePurpose::ClientAuth,
    ];
    assert_eq!(read(&params).unwrap().as_str(), UUID);
    for other in [
        ExtendedKeyUsagePurpose::ServerAuth,
        ExtendedKeyUsagePurpose::Any,
    ] {
        params.extended_key_usages = vec![other];
        assert_eq!(
            refused(&params),
            "expected clientAuth in extKeyUsage, found other purposes only"
        );
    }
    params.extended_key_usages = Vec::new();
    assert_eq!(
        refused(&params),
        "expected clientAuth in extKeyUsage, found no such extension"
    );
}

#[test]
fn p_2_3_both_ends_of_the_validity_are_inside() {
    let mut params = params(UUID);
    // rcgen's dates are those of the `time` crate, which it hands out.
    params.not_before = rcgen::date_time_ymd(2023, 11, 14);
    params.not_after = rcgen::date_time_ymd(2023, 11, 15);
    let der = der(&params);
    let (first, last) = (1_699_920_000, 1_700_006_400);
    let at = |now| DeviceId::from_certificate_der(&der, UnixSeconds(now));
    assert_eq!(at(first).unwrap().as_str(), UUID);
    assert_eq!(at(last).unwrap().as_str(), UUID);
    assert_eq!(
        at(first - 1).unwrap_err().to_string(),
        "expected a certificate that is valid at 1699919999, found one that is valid from 1699920000 (UNIX time)"
    );
    assert_eq!(
        at(last + 1).unwrap_err().to_string(),
        "expected a certificate that is valid at 1700006401, found one that is valid until 1700006400 (UNIX time)"
    );
}

#[test]
fn p_2_3_refuses_a_duplicate_extension_of_any_kind() {
    for oid in [[2, 5, 29, 37].as_slice(), &[1, 3, 6, 1, 4, 1, 32473, 1]] {
        let mut params = params(UUID);
        // SEQUENCE OF clientAuth
        let content = vec![0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 2];
        let extension = CustomExtension::from_oid_content(oid, content);
        params.extended_key_usages = Vec::new();
        params.custom_extensions = vec![extension.clone()];
        if oid[0] == 1 {
            assert_eq!(read(&params), Err(CertificateError::NoExtendedKeyUsage));
        } else {
            assert_eq!(read(&params).unwrap().as_str(), UUID);
        }
        params.custom_extensions.push(extension);
        let dotted = oid.iter().map(u64::to_string).collect::<Vec<_>>().join(".");
        assert_eq!(
            refused(&params),
            format!("expected each extension at most once, found {dotted} twice")
        );
    }
}

#[test]
fn p_2_3_refuses_unparsable_extensions() {
    for (last, name) in [
        (19, "basicConstraints"),
        (15, "keyUsage"),
        (37, "extKeyUsage"),
    ] {
        // Cut off, of another type, and with trailing bytes.
        for content in [vec![0x30, 9], vec![5, 0], vec![0x30, 0, 5, 0]] {
            let mut params = params(UUID);
            if last == 37 {
                params.extended_key_usages = Vec::new();
            }
            params.custom_extensions = vec![CustomExtension::from_oid_content(
                &[2, 5, 29, last],
                content,
            )];
            assert_eq!(
                refused(&params),
                format!("expected the extension {name} in DER, found other bytes")
            );
        }
    }
}

#[test]
fn p_2_3_an_empty_extended_key_usage_names_no_client() {
    let mut params = params(UUID);
    params.extended_key_usages = Vec::new();
    params.custom_extensions = vec![CustomExtension::from_oid_content(
        &[2, 5, 29, 37],
        vec![0x30, 0],
    )];
    assert_eq!(read(&params), Err(CertificateError::NoClientAuth));
}

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

#[test]
fn p_2_4_a_service_certificate_gives_its_name_under_the_same_rules() {
    let mut service = params("obfcm-data-service");
    assert_eq!(
        certificate_common_name(&der(&service), NOW).unwrap(),
        "obfcm-data-service"
    );
    service.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    assert_eq!(
        certificate_common_name(&der(&service), NOW),
        Err(CertificateError::NoClientAuth)
    );
}

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
