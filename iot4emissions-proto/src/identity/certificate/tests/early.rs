//! Validity that begins, or ends, before 1970.

use super::*;

/// A foreign certificate, valid from 1 January 1950 until 2030.
const FOREIGN: &[u8] = include_bytes!("not-before-1950.der");

#[test]
fn p_2_3_a_not_before_of_1950() {
    let id = DeviceId::from_certificate_der(FOREIGN, NOW).unwrap();
    assert_eq!(id.as_str(), "vehicle-7");
    assert!(DeviceId::from_certificate_der(FOREIGN, UnixSeconds(0)).is_ok());
    let late = UnixSeconds(1_900_000_000);
    assert_eq!(
        DeviceId::from_certificate_der(FOREIGN, late)
            .unwrap_err()
            .code(),
        "expired"
    );
}

#[test]
fn p_2_3_early_times_of_both_types_and_wrong_ones() {
    let with = |from: &[u8], to: &[u8]| {
        let der = patch(FOREIGN.to_vec(), from, to);
        DeviceId::from_certificate_der(&der, NOW).map(|id| id.to_string())
    };
    let not_before = b"500101120101Z";
    for right in [b"690228235959Z", b"520229000000Z", b"700101000000Z"] {
        assert_eq!(with(not_before, right).unwrap(), "vehicle-7");
    }
    // 1950 has no 29 February, whatever year it is read as.
    for wrong in [b"500229000000Z", b"5O0101000000Z", b"501301000000Z"] {
        assert_eq!(
            with(not_before, wrong).unwrap_err(),
            CertificateError::Malformed
        );
    }
    assert_eq!(
        with(b"300101000000Z", b"600101000000Z").unwrap_err(),
        CertificateError::Expired {
            not_after: UnixSeconds(0),
            now: NOW
        }
    );
    // rcgen writes what UTCTime cannot hold as GeneralizedTime, as some others do.
    let mut old = params(UUID);
    old.not_before = rcgen::date_time_ymd(1900, 2, 28);
    assert_eq!(read(&old).unwrap().as_str(), UUID);
}

/// 80,000 extensions took 7.5 s: each was compared with all before it, in up to 16 MiB.
#[test]
fn p_2_2_what_a_certificate_may_cost() {
    let extensions = |count: u64| {
        let mut params = params(UUID);
        params.custom_extensions = (0..count)
            .map(|n| {
                let oid = [1, 3, 6, 1, 4, 1, 99_999, n];
                CustomExtension::from_oid_content(&oid, vec![5, 0])
            })
            .collect();
        params
    };
    assert_eq!(read(&extensions(2000)).unwrap().as_str(), UUID);
    let large = der(&extensions(4000));
    let length = large.len() as u64;
    let too_large = CertificateError::TooLarge { length };
    assert_eq!(
        DeviceId::from_certificate_der(&large, NOW).unwrap_err(),
        too_large
    );
    assert_eq!(
        too_large.to_string(),
        format!("expected a certificate of at most 65536 bytes in DER, found one of {length}")
    );
    // No more than its first bytes are looked at.
    let announced = b"\x30\x83\xff\xff\xff";
    assert_eq!(
        DeviceId::from_certificate_der(announced, NOW).unwrap_err(),
        CertificateError::TooLarge {
            length: 0xff_ffff + 5
        }
    );
    let error = DeviceId::from_certificate_pem(pem(&extensions(8000)).as_bytes(), NOW);
    assert_eq!(error.unwrap_err().code(), "too-large");
}
