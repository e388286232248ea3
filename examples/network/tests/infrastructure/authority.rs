//! What the CA issues, and what it refuses to.

use network::authority::{Authority, AuthorityError, Validity};

use crate::common::valid;

#[test]
fn names_outside_the_alphabet_get_no_certificate() {
    let authority = Authority::new("Test CA", valid()).unwrap();
    for name in ["", "+", "#", "a/b", "a b", "ä", "$SYS", &"a".repeat(65)] {
        let error = authority.issue_device(name, valid()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("expected a device id of 1 to 64 characters of [A-Za-z0-9_-], found {name:?}")
        );
    }
    for name in ["a", "A-Z_09", &"a".repeat(64)] {
        authority.issue_device(name, valid()).unwrap();
    }
}

#[test]
fn a_validity_ends_after_it_begins() {
    let backwards = Validity {
        not_before: 10,
        not_after: 10,
    };
    let authority = Authority::new("Test CA", valid()).unwrap();
    let error = authority.issue_device("a", backwards).unwrap_err();
    assert!(matches!(error, AuthorityError::Validity(v) if v == backwards));
    assert_eq!(
        error.to_string(),
        "expected a validity that ends after it begins, found 10 to 10"
    );
}

#[test]
fn keys_appear_in_pem_and_not_in_debug_output() {
    let authority = Authority::new("Test CA", valid()).unwrap();
    let identity = authority.issue_device("a", valid()).unwrap();
    assert!(identity.key_pem().contains("PRIVATE KEY"));
    assert!(identity.certificate_pem().contains("CERTIFICATE"));
    assert_eq!(
        format!("{identity:?}"),
        "Identity { common_name: \"a\", .. }"
    );
}
