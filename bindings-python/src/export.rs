//! The access rules as the configuration of real brokers (P-4.1 to P-4.3).

mod files;
mod notes;
mod settings;

pub(crate) use files::{Export, ExportFile};
pub(crate) use notes::{BrokerNotes, Difference, Enforcement};
pub(crate) use settings::{AwsPlace, TlsFiles};

use std::net::SocketAddr;

use iot4emissions_proto::access::export as core;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::privacy::hide_vins;
use pyo3::prelude::*;

use crate::convert::enumeration::Member;
use crate::convert::many::Many;
use crate::convert::text::Text;
use crate::error::{OrRaise, protocol_error};
use crate::identity::{DeviceId, ServiceNames};

/// Who may publish, subscribe and receive what, as the configuration of a broker: every
/// file that it needs, with the listener settings without which the rules protect nothing.
///
/// `format` is the broker, `broker` which of the two it is. `devices` are for the formats
/// that list them, any iterable (`BrokerNotes(format).lists_devices`). `listen` is address and port of
/// the TLS listener, such as `"0.0.0.0:8883"`, which is the default. `folder` is where the
/// files will be on the broker's machine, by default where its own package puts them;
/// `tls` the paths of certificates, by default `certs/` in that folder;
/// `state_folder` is where the broker keeps messages across its restarts; `plugin` the path of
/// Mosquitto's plugin, for dynamic security or from 2.1 for ACL files; `version` the broker's
/// release, such as `"2.1"` (`BrokerNotes(format).versions`); `oldest_tls` the oldest version
/// of TLS that the broker speaks, by default `"1.3"` (P-3.10); `aws` region and account.
///
/// Pure: nothing is written. The same arguments give the same bytes. Raises `ExportError`
/// if a setting is not fit to be written into a configuration.
///
/// Clauses: P-4.1 to P-4.3, P-2.4; JRC127600 §3.1.2.
///
/// >>> export = export_rules("mosquitto", "data")
/// >>> list(export.files)
/// ['acl', 'mosquitto.conf']
/// >>> "pattern write iot4emissions/dataDevice/%u" in export.files["acl"]
/// True
#[pyfunction]
#[pyo3(
    signature = (
        format, broker, *, services = None, devices = Many(Vec::new()), listen = None,
        folder = None, state_folder = None, tls = None, plugin = None, version = None,
        oldest_tls = Member(core::TlsVersion::V1_3), aws = None,
    ),
    text_signature = "(format, broker, *, services=None, devices=(), listen=None, folder=None, \
        state_folder=None, tls=None, plugin=None, version=None, oldest_tls='1.3', aws=None)"
)]
#[expect(clippy::too_many_arguments, reason = "Python's arguments have names")]
pub(crate) fn export_rules(
    format: Member<core::Format>,
    broker: Member<BrokerRole>,
    services: Option<ServiceNames>,
    devices: Many<DeviceId>,
    listen: Option<Text>,
    folder: Option<Text>,
    state_folder: Option<Text>,
    tls: Option<TlsFiles>,
    plugin: Option<Text>,
    version: Option<Text>,
    oldest_tls: Member<core::TlsVersion>,
    aws: Option<AwsPlace>,
) -> PyResult<Export> {
    let mut settings =
        core::Settings::new(broker.0).with_devices(devices.0.into_iter().map(|id| id.0));
    if let Some(services) = services {
        settings = settings.with_services(services.0);
    }
    if let Some(listen) = listen {
        settings = settings.with_listen(address(&listen)?);
    }
    if let Some(folder) = folder {
        settings = settings.with_folder(folder.0);
    }
    if let Some(tls) = tls {
        settings = settings.with_tls(tls.0);
    }
    if let Some(folder) = state_folder {
        settings = settings.with_state_folder(folder.0);
    }
    if let Some(path) = plugin {
        settings = settings.with_plugin(path.0);
    }
    if let Some(version) = version {
        settings = settings.with_version(broker_version(&version)?);
    }
    settings = settings.with_oldest_tls(oldest_tls.0);
    if let Some(aws) = aws {
        settings = settings.with_aws(aws.0);
    }
    core::export(format.0, &settings)
        .or_raise()
        .map(Export::from)
}

fn broker_version(text: &str) -> PyResult<core::BrokerVersion> {
    text.parse().map_err(|error: core::BrokerVersionError| {
        let text = hide_vins(&error.to_string()).into_owned();
        protocol_error("ExportError", &text, error.code(), "")
    })
}

fn address(text: &str) -> PyResult<SocketAddr> {
    text.parse().map_err(|_| {
        let found = hide_vins(text);
        let text =
            format!("expected an address and port such as \"0.0.0.0:8883\", found {found:?}");
        protocol_error("ExportError", &text, "listen", "")
    })
}
