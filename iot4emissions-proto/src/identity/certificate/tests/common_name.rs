//! P-2.1, P-2.2, P-2.4: the one common name and what may stand in it.

use rcgen::string::{BmpString, Ia5String, PrintableString, TeletexString, UniversalString};

use super::*;

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
