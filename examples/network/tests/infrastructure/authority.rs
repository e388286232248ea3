//! What the CA issues, and what it refuses to.

use iot4emissions_proto::identity::{Service, ServiceNames};
use network::authority::{Authority, AuthorityError, Validity};

use crate::common::{device_id, valid};

#[test]
fn p_2_4_a_name_is_one_kind_of_client_only() {
    let authority = Authority::new("Test CA", valid()).unwrap();
    let names = ServiceNames::new("reg", "dat").unwrap();
    authority
        .issue_service(Service::Data, &names, valid())
        .unwrap();
    authority.issue_http_client("operator", valid()).unwrap();
    for (name, issued) in [("dat", "a service"), ("operator", "an HTTP client")] {
        let error = authority
            .issue_device(&name.parse().unwrap(), valid())
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("expected a name that is not yet {issued}'s, found {name:?}")
        );
    }
    // A service that nobody asked for yet, and the same name once more.
    for _ in 0..2 {
        authority.issue_device(&device_id("reg"), valid()).unwrap();
    }
}

#[test]
fn a_validity_ends_after_it_begins() {
    let backwards = Validity {
        not_before: 10,
        not_after: 10,
    };
    let authority = Authority::new("Test CA", valid()).unwrap();
    let error = authority
        .issue_device(&device_id("a"), backwards)
        .unwrap_err();
    assert!(matches!(error, AuthorityError::Validity(v) if v == backwards));
    assert_eq!(
        error.to_string(),
        "expected a validity that ends after it begins, found 10 to 10"
    );
}

#[test]
fn keys_appear_in_pem_and_not_in_debug_output() {
    let authority = Authority::new("Test CA", valid()).unwrap();
    let identity = authority.issue_device(&device_id("a"), valid()).unwrap();
    assert!(identity.key_pem().contains("PRIVATE KEY"));
    assert!(identity.certificate_pem().contains("CERTIFICATE"));
    assert_eq!(
        format!("{identity:?}"),
        "Identity { common_name: \"a\", .. }"
    );
}
