//! P-2.2 and P-2.3 on certificates made with rcgen, and on patched ones where
//! rcgen refuses to make what a hostile client would send.

mod arbitrary;
mod common_name;
mod early;
mod encoding;
mod purpose;
mod texts;

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

/// Each rule of P-2.2 and P-2.3 broken alone, and what is left of a certificate that was
/// cut off or continued: no two are told by the same error.
#[test]
fn p_2_2_every_broken_rule_has_its_own_error() {
    let changed = |change: &dyn Fn(&mut CertificateParams)| {
        let mut params = params(UUID);
        change(&mut params);
        read(&params).unwrap_err()
    };
    let good = der(&params(UUID));
    let of = |der: &[u8]| DeviceId::from_certificate_der(der, NOW).unwrap_err();
    let other_type = DnValue::BmpString(rcgen::string::BmpString::try_from(UUID).unwrap());
    let mut two = params(UUID);
    two.distinguished_name
        .push(DnType::OrganizationalUnitName, "x");
    let errors = [
        changed(&|params| {
            params.distinguished_name.remove(DnType::CommonName);
        }),
        of(&patch(der(&two), &[6, 3, 0x55, 4, 11], &[6, 3, 0x55, 4, 3])),
        read(&params(other_type)).unwrap_err(),
        read(&params("a\0b")).unwrap_err(),
        changed(&|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)),
        changed(&|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth]),
        changed(&|params| params.extended_key_usages = Vec::new()),
        changed(&|params| params.not_after = rcgen::date_time_ymd(2023, 1, 1)),
        changed(&|params| params.not_before = rcgen::date_time_ymd(2024, 1, 1)),
        changed(&|params| params.key_usages = vec![KeyUsagePurpose::KeyAgreement]),
        of(&[good.as_slice(), b"\0"].concat()),
        of(&good[..good.len() - 1]),
    ];
    for (index, error) in errors.iter().enumerate() {
        for other in &errors[..index] {
            assert_ne!(
                std::mem::discriminant(error),
                std::mem::discriminant(other),
                "{error}; {other}"
            );
        }
    }
}
