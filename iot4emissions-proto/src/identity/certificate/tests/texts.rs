//! P-1.5 and P-2.2: no VIN beside the common name.

use rcgen::{GeneralSubtree, Issuer, NameConstraints, SanType, SerialNumber};

use super::*;

fn found(params: &CertificateParams) -> Option<&'static str> {
    match read(params) {
        Ok(_) => None,
        Err(CertificateError::VinShape { part }) => Some(part),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn p_1_5_refuses_a_vin_in_any_relative_name_of_the_subject() {
    for value in [
        VIN.to_owned(),
        VIN.to_lowercase(),
        "WVW-ZZZ 1JZXW.000001".to_owned(),
        format!("car {VIN}!"),
    ] {
        for kind in [
            DnType::OrganizationName,
            DnType::OrganizationalUnitName,
            DnType::CountryName,
            // serialNumber, description, userId.
            DnType::CustomDnType(vec![2, 5, 4, 5]),
            DnType::CustomDnType(vec![2, 5, 4, 13]),
            DnType::CustomDnType(vec![0, 9, 2342, 19_200_300, 100, 1, 1]),
        ] {
            let mut params = params(UUID);
            params.distinguished_name.push(kind, value.as_str());
            assert_eq!(found(&params), Some("the subject"), "{value}");
        }
    }
    let mut params = params(UUID);
    for value in [
        DnValue::BmpString(VIN.try_into().unwrap()),
        DnValue::UniversalString(VIN.try_into().unwrap()),
        DnValue::TeletexString(VIN.try_into().unwrap()),
        DnValue::Ia5String(VIN.try_into().unwrap()),
        DnValue::PrintableString(VIN.try_into().unwrap()),
    ] {
        params
            .distinguished_name
            .push(DnType::OrganizationName, value.clone());
        match (value, read(&params)) {
            // The `der` crate refuses it wherever it stands.
            (DnValue::UniversalString(_), refused) => {
                assert_eq!(refused, Err(CertificateError::Malformed));
            }
            (_, refused) => {
                let part = "the subject";
                assert_eq!(refused, Err(CertificateError::VinShape { part }));
            }
        }
    }
}

#[test]
fn p_1_5_refuses_a_vin_in_an_alternative_name_and_in_any_extension() {
    for name in [
        SanType::DnsName(format!("{VIN}.example").try_into().unwrap()),
        SanType::Rfc822Name(format!("{VIN}@example.org").try_into().unwrap()),
        SanType::URI(format!("urn:vin:{VIN}").try_into().unwrap()),
        SanType::OtherName((vec![1, 3, 6, 1, 4, 1, 311, 20, 2, 3], VIN.to_owned().into())),
    ] {
        let mut params = params(UUID);
        params.subject_alt_names = vec![name];
        assert_eq!(found(&params), Some("subjectAltName"));
    }
    let mut params = params(UUID);
    // A comment, as OpenSSL writes it: IA5String.
    let mut comment = vec![0x16, VIN.len() as u8];
    comment.extend_from_slice(VIN.as_bytes());
    let comment = CustomExtension::from_oid_content(&[2, 16, 840, 1, 113_730, 1, 13], comment);
    params.custom_extensions = vec![comment];
    assert_eq!(found(&params), Some("an extension"));
    params.custom_extensions.clear();
    params.serial_number = Some(SerialNumber::from_slice(VIN.as_bytes()));
    assert_eq!(found(&params), Some("the serial number"));
    assert_eq!(
        refused(&params),
        "expected no VIN in a certificate, found 17 characters in the shape of one in the serial \
         number"
    );
}

#[test]
fn p_1_5_refuses_a_vin_in_the_issuer() {
    let mut authority = params(format!("Issuer of {VIN}"));
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let issuer = Issuer::from_params(&authority, &key);
    let device = params(UUID).signed_by(&KeyPair::generate().unwrap(), &issuer);
    let part = "the issuer";
    assert_eq!(
        DeviceId::from_certificate_der(device.unwrap().der(), NOW),
        Err(CertificateError::VinShape { part })
    );
}

#[test]
fn p_2_2_what_ordinary_certificates_have_beside_the_name_is_no_vin() {
    let mut params = params(UUID);
    for (kind, text) in [
        (DnType::OrganizationName, "Volkswagen AG"),
        (DnType::OrganizationalUnitName, UUID),
        (
            DnType::CustomDnType(vec![2, 5, 4, 5]),
            "8949020000123456789",
        ),
        (DnType::CountryName, "DE"),
    ] {
        params.distinguished_name.push(kind, text);
    }
    params.subject_alt_names = vec![
        SanType::DnsName(format!("{UUID}.devices.example").try_into().unwrap()),
        SanType::URI(format!("urn:uuid:{UUID}").try_into().unwrap()),
        SanType::IpAddress("2001:db8:1234:5678:9abc:def0:1234:5678".parse().unwrap()),
    ];
    params.use_authority_key_identifier_extension = true;
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("devices.example".to_owned())],
        excluded_subtrees: Vec::new(),
    });
    for _ in 0..64 {
        assert_eq!(found(&params), None);
    }
}

/// The common name keeps its own rule, whoever signed.
#[test]
fn p_1_5_the_common_name_is_no_other_text() {
    let error = read(&params(VIN)).unwrap_err();
    assert_eq!(error.code(), "vin-shape");
    assert!(matches!(error, CertificateError::DeviceId { .. }));
    assert_eq!(
        certificate_common_name(&der(&params(VIN)), NOW),
        Ok(VIN.to_owned())
    );
}
