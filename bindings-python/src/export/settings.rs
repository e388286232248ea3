//! What a rendering is made for.

use iot4emissions_proto::access::export as core;
use pyo3::prelude::*;

use crate::convert::text::Text;
use crate::value;

/// The broker's certificate and the authority that issues its clients' certificates: paths
/// of PEM files on the broker's machine.
///
/// Only Mosquitto reads the authority's revocation list from a file. The paths are checked
/// by `export_rules`. Clauses: P-1.1 to P-1.3; JRC127600 §4.3.
///
/// >>> TlsFiles("/etc/ca.pem", "/etc/broker.pem", "/etc/broker.key").certificate
/// '/etc/broker.pem'
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct TlsFiles(pub(super) core::TlsFiles);

value::field_names!(TlsFiles: "client_authority", "certificate", "key", "revocation_list");

value::value_methods!(impl TlsFiles {
    #[new]
    #[pyo3(signature = (client_authority, certificate, key, revocation_list = None))]
    fn new(
        client_authority: Text,
        certificate: Text,
        key: Text,
        revocation_list: Option<Text>,
    ) -> Self {
        Self(core::TlsFiles {
            client_authority: client_authority.0,
            certificate: certificate.0,
            key: key.0,
            revocation_list: revocation_list.map(String::from),
        })
    }

    /// The authority that the clients' certificates come from.
    #[getter]
    fn client_authority(&self) -> &str {
        &self.0.client_authority
    }

    /// The broker's certificate with its chain.
    #[getter]
    fn certificate(&self) -> &str {
        &self.0.certificate
    }

    /// The broker's private key.
    #[getter]
    fn key(&self) -> &str {
        &self.0.key
    }

    /// The authority's revocation list, where there is one.
    #[getter]
    fn revocation_list(&self) -> Option<&str> {
        self.0.revocation_list.as_deref()
    }
});

/// Where in AWS the broker is: part of every resource's name (P-4.1).
///
/// `region` is such as `"eu-central-1"`, `account` 12 digits; `export_rules` checks both.
/// Without them, the region above and the account of AWS's own documentation.
///
/// >>> AwsPlace()
/// AwsPlace(region='eu-central-1', account='123456789012')
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct AwsPlace(pub(super) core::AwsPlace);

value::field_names!(AwsPlace: "region", "account");

value::value_methods!(impl AwsPlace {
    #[new]
    #[pyo3(signature = (region = None, account = None))]
    fn new(region: Option<Text>, account: Option<Text>) -> Self {
        let default = core::AwsPlace::default();
        Self(core::AwsPlace {
            region: region.map_or(default.region, String::from),
            account: account.map_or(default.account, String::from),
        })
    }

    /// The region.
    #[getter]
    fn region(&self) -> &str {
        &self.0.region
    }

    /// The account's number.
    #[getter]
    fn account(&self) -> &str {
        &self.0.account
    }
});
