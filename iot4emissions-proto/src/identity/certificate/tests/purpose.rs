//! P-2.3: an end entity that may sign, as a client, at this time.

use super::*;

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
