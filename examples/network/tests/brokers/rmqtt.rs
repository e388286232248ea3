//! rmqtt in this process: as the example embeds it, with the library's rules behind its
//! hooks; and with its ACL plugin and the exported file.

use std::net::SocketAddr;
use std::sync::Arc;

use iot4emissions_proto::access::export::{Export, Format, export};
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::ServiceNames;
use libtest_mimic::Trial;
use network::broker::{Broker, BrokerSettings, BrokerStore, Rights, SpoolSettings};
use network::rights::ProtocolRights;
use rmqtt::context::ServerContext;
use rmqtt::net::{Builder, Listener};
use rmqtt::server::MqttServer;
use tokio::runtime::{self, Runtime};

use crate::asking::{Extent, compare};
use crate::certificates::{Certificates, ORACLE, Subject};
use crate::client::{Client, Gone};
use crate::differences::Enforced;
use crate::hostile::{self, ForeignClientId, Given, Stranger};
use crate::packets::Version;
use crate::process::{Folder, free_port};
use crate::site::{Site, settings, write};

/// Two tests for each broker, and one for names that no CA should sign.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (role, broker) in [
        (BrokerRole::Registration, "registration"),
        (BrokerRole::Data, "data"),
    ] {
        let embedded_test = move || {
            let site = embedded(role);
            compare(&site, Version::V311, Extent::Families).prove(site.enforced);
            let door = site.door("device-1", Version::V5);
            assert!(
                matches!(Client::connect(&door), Err(Gone::Refused(_))),
                "the embedded broker speaks MQTT 3.1.1 only"
            );
            Ok(())
        };
        let plugin_test = move || {
            let site = with_plugin(role);
            for version in [Version::V311, Version::V5] {
                compare(&site, version, Extent::Families).prove(site.enforced);
            }
            Ok(())
        };
        let strangers_test = move || {
            hostile::check_strangers(&embedded(role), Version::V311, embedded_gives);
            for version in [Version::V311, Version::V5] {
                hostile::check_strangers(&with_plugin(role), version, gives);
            }
            Ok(())
        };
        let hostile_test = move || {
            let (cases, refused) = (hostile::REFUSES_ALL, ForeignClientId::Refused);
            hostile::check(&embedded(role), Version::V311, &cases, refused);
            hostile::check(&with_plugin(role), Version::V5, &cases, refused);
            Ok(())
        };
        trials.push(Trial::test(
            format!("p_4_1_rmqtt_embedded_{broker}"),
            embedded_test,
        ));
        trials.push(Trial::test(
            format!("p_4_1_rmqtt_plugin_{broker}"),
            plugin_test,
        ));
        trials.push(Trial::test(
            format!("p_2_2_rmqtt_strangers_{broker}"),
            strangers_test,
        ));
        trials.push(Trial::test(
            format!("p_2_1_rmqtt_hostile_names_{broker}"),
            hostile_test,
        ));
    }
    trials
}

/// The whole subject has to be the one name. An empty one leaves the user name of CONNECT
/// in force, which the page tells operators.
pub(crate) fn gives(stranger: &Stranger) -> Given {
    match (stranger.subject, stranger.user) {
        (Subject::Empty, Some("CN=device-1")) => Given::rights_of("device-1"),
        (Subject::Name(name), _) => Given::rights_of(name),
        _ => Given::Nothing,
    }
}

/// The one common name, whatever stands beside it; and nothing for whoever names another
/// one in CONNECT.
fn embedded_gives(stranger: &Stranger) -> Given {
    match (stranger.subject, stranger.user) {
        (Subject::Name(name) | Subject::NameOf(name), None) => Given::rights_of(name),
        _ => Given::Nothing,
    }
}

/// The library's rules, and the oracle.
struct WithOracle(ProtocolRights);

impl Rights for WithOracle {
    fn connect(&self, common_name: &str) -> bool {
        common_name == ORACLE || self.0.connect(common_name)
    }

    fn publish(&self, common_name: &str, topic: &str, retain: bool) -> bool {
        common_name == ORACLE || self.0.publish(common_name, topic, retain)
    }

    fn subscribe(&self, common_name: &str, filter: &str) -> bool {
        common_name == ORACLE || self.0.subscribe(common_name, filter)
    }

    fn receive(&self, common_name: &str, topic: &str) -> bool {
        common_name == ORACLE || self.0.receive(common_name, topic)
    }
}

fn runtime() -> Runtime {
    runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime")
}

fn embedded(role: BrokerRole) -> Site {
    let certificates = Certificates::new();
    let rights = ProtocolRights::new(role, ServiceNames::default());
    // Nothing is kept for anybody who is not there.
    let nowhere = "nowhere".parse().expect("a filter");
    let store = Arc::new(BrokerStore::new(SpoolSettings::new("nobody", nowhere)));
    let runtime = runtime();
    let settings = BrokerSettings {
        name: "rmqtt".to_owned(),
        port: 0,
        threads: 1,
        server: certificates.server.clone(),
        client_ca_pem: certificates.authorities_pem(),
        rights: Arc::new(WithOracle(rights)),
    };
    let broker = runtime
        .block_on(Broker::start(settings, store))
        .expect("a broker");
    Site {
        enforced: Enforced::Embedded,
        role,
        port: broker.port(),
        certificates,
        running: Box::new((broker, runtime)),
    }
}

fn with_plugin(role: BrokerRole) -> Site {
    let certificates = Certificates::new();
    let folder = Folder::new("rmqtt");
    let port = free_port();
    let settings = settings(role, port, &folder, &certificates);
    let export = export(Format::Rmqtt, &settings).expect("a rendering");
    write(&folder, &export, |_, text| text.to_owned());
    let rules = text(&export, "rmqtt-acl.toml").replace(
        "rules = [\n",
        &format!("rules = [\n  [\"allow\", {{ user = \"CN={ORACLE}\" }}],\n"),
    );
    let runtime = runtime();
    runtime.block_on(async {
        let listener = listener(text(&export, "rmqtt.toml"));
        let context = ServerContext::new()
            .busy_check_enable(false)
            .plugins_config_map_add("rmqtt-acl", rules)
            .build()
            .await;
        rmqtt_acl::register_named(&context, "rmqtt-acl", true, false)
            .await
            .expect("a plugin");
        let server = MqttServer::new(context).listener(listener).build();
        server.start();
    });
    Site {
        enforced: Enforced::RmqttUnshared,
        role,
        port,
        certificates,
        running: Box::new((runtime, folder)),
    }
}

fn text<'a>(export: &'a Export, name: &str) -> &'a str {
    &export.file(name).expect("a file").text
}

/// What rmqtt's server makes of the exported `rmqtt.toml`.
fn listener(settings: &str) -> Listener {
    let mut builder = Builder::new().name("external").nodelay(true);
    for line in settings.lines().filter(|line| !line.starts_with('#')) {
        let Some((key, value)) = line.split_once(" = ") else {
            assert!(line.is_empty(), "{line}");
            continue;
        };
        let value = value.trim_matches('"');
        let yes = value == "true";
        builder = match key.strip_prefix("listener.tls.external.") {
            Some("addr") => builder.laddr(value.parse::<SocketAddr>().expect("an address")),
            Some("cert") => builder.tls_cert(Some(value)),
            Some("key") => builder.tls_key(Some(value)),
            Some("client_ca_certs") => builder.tls_client_ca_certs(Some(value)),
            Some("cross_certificate") => builder.tls_cross_certificate(yes),
            Some("cert_subject_dn_as_username") => builder.cert_subject_dn_as_username(yes),
            Some("allow_anonymous") => builder.allow_anonymous(yes),
            Some("max_clientid_len") => builder.max_clientid_len(value.parse().expect("a number")),
            Some(other) => panic!("not known: {other}"),
            None => {
                assert!(
                    key.starts_with("plugins.") || key.starts_with("rpc."),
                    "{key}"
                );
                builder
            }
        };
    }
    builder
        .max_inflight(std::num::NonZeroU16::new(1024).expect("not zero"))
        .max_mqueue_len(100_000)
        .bind()
        .and_then(Listener::tls)
        .expect("a listener")
}
