//! The CA and who has certificates of it.

use std::time::{SystemTime, UNIX_EPOCH};

use network::authority::{Authority, Identity, Validity};

/// Who may do everything on a broker under test.
pub(crate) const ORACLE: &str = "oracle";

/// One CA, and its clients' certificates.
pub(crate) struct Certificates {
    pub(crate) authority: Authority,
    pub(crate) server: Identity,
}

impl Certificates {
    /// A new CA with one server.
    pub(crate) fn new() -> Self {
        let authority = Authority::new("Test CA", valid()).expect("a CA");
        let server = authority.issue_server("broker", valid()).expect("issued");
        Self { authority, server }
    }

    /// A client's certificate with any name at all, which no door of the CA for
    /// devices or services would give.
    pub(crate) fn client(&self, name: &str) -> Identity {
        let issued = self.authority.issue_http_client(name, valid());
        issued.expect("issued")
    }
}

/// From an hour ago until tomorrow.
pub(crate) fn valid() -> Validity {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("now");
    let now = i64::try_from(now.as_secs()).expect("now");
    Validity {
        not_before: now - 3600,
        not_after: now + 86_400,
    }
}
