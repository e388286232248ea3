//! The rules of each language, in full.

use super::*;

#[test]
fn mosquitto() {
    assert_eq!(
        lines(Format::Mosquitto, &settings(BrokerRole::Data), "acl"),
        [
            "user ota-registration-service",
            "topic deny iot4emissions/configServer/ota-registration-service",
            "topic deny iot4emissions/dataDevice/ota-registration-service",
            "user obfcm-data-service",
            "topic deny iot4emissions/configServer/",
            "topic deny iot4emissions/configServer/obfcm-data-service",
            "topic deny iot4emissions/configServer/ota-registration-service",
            "topic deny iot4emissions/dataDevice/obfcm-data-service",
            "topic read iot4emissions/dataDevice/+",
            "topic write iot4emissions/configServer/+",
            "pattern write iot4emissions/dataDevice/%u",
            "pattern read iot4emissions/configServer/%u",
        ]
    );
    assert_eq!(
        lines(
            Format::Mosquitto,
            &settings(BrokerRole::Registration),
            "mosquitto.conf"
        ),
        [
            "per_listener_settings false",
            "allow_anonymous false",
            "persistence true",
            "persistence_location /var/lib/mosquitto/",
            "autosave_interval 1",
            "listener 8883 0.0.0.0",
            "cafile /etc/mosquitto/certs/client-authority.pem",
            "certfile /etc/mosquitto/certs/broker.pem",
            "keyfile /etc/mosquitto/certs/broker.key",
            "tls_version tlsv1.3",
            "require_certificate true",
            "use_identity_as_username true",
            "use_username_as_clientid true",
            "acl_file /etc/mosquitto/acl",
        ]
    );
}

/// What a release does not know keeps the broker from starting; what it needs leaves a door
/// open.
#[test]
fn what_differs_between_the_versions_of_a_broker() {
    let with = |format, file, version: &str| {
        let settings = settings(BrokerRole::Data).with_version(version.parse().unwrap());
        lines(format, &settings, file)
    };
    for (format, file, before, after, line) in [
        (
            Format::Mosquitto,
            "mosquitto.conf",
            "2.1.0",
            "2.0.11",
            "acl_file /etc/mosquitto/acl",
        ),
        (
            Format::Mosquitto,
            "mosquitto.conf",
            "2.0",
            "2.1",
            "global_plugin /usr/lib/x86_64-linux-gnu/mosquitto_acl_file.so",
        ),
        (
            Format::Mosquitto,
            "mosquitto.conf",
            "2.0",
            "2.1",
            "plugin_opt_acl_file /etc/mosquitto/acl",
        ),
        (
            Format::MosquittoDynsec,
            "mosquitto.conf",
            "2.1",
            "2.0",
            "per_listener_settings false",
        ),
        (
            Format::Emqx,
            "emqx.conf",
            "5.8.1",
            "5.9",
            "  node_cache.enable = false",
        ),
        (
            Format::RabbitMq,
            "rabbitmq.conf",
            "3.13",
            "4.0",
            "anonymous_login_user = none",
        ),
    ] {
        let has = |version| with(format, file, version).contains(&line.to_owned());
        assert!(!has(before) && has(after), "{line}");
    }
    let default = |format, file| lines(format, &settings(BrokerRole::Data), file);
    assert_eq!(
        default(Format::Emqx, "emqx.conf"),
        with(Format::Emqx, "emqx.conf", "6.3")
    );
    assert_eq!(
        default(Format::Mosquitto, "mosquitto.conf"),
        with(Format::Mosquitto, "mosquitto.conf", "2.0")
    );
}

/// The first user of a node is disarmed, unless a device is called so.
#[test]
fn p_4_1_rabbitmq_s_first_user_is_anybody_s_no_more() {
    let device = settings(BrokerRole::Data).with_devices([id("guest")]);
    let export = export(Format::RabbitMq, &device).unwrap();
    let rights = ["/user", "/write", "/read"];
    assert_eq!(
        column(&export.files[0].text, "/topic_permissions", &rights)[1..],
        [r"guest ^iot4emissions\.dataDevice\.guest\z ^iot4emissions\.configServer\.guest\z"]
    );
    let users = column(&export.files[0].text, "/users", &["/name", "/tags"]);
    assert_eq!(users, ["obfcm-data-service ", "guest "]);
}

/// P-3.10: 1.3 alone, unless an operator names an older version.
#[test]
fn p_3_10_versions_of_tls() {
    for (format, file, only, older) in [
        (
            Format::Mosquitto,
            "mosquitto.conf",
            &["tls_version tlsv1.3"][..],
            &["tls_version tlsv1.2"][..],
        ),
        (
            Format::MosquittoDynsec,
            "mosquitto.conf",
            &["tls_version tlsv1.3"],
            &["tls_version tlsv1.2"],
        ),
        (
            Format::Emqx,
            "emqx.conf",
            &["versions = [\"tlsv1.3\"]"],
            &["versions = [\"tlsv1.3\", \"tlsv1.2\"]"],
        ),
        (
            Format::RabbitMq,
            "rabbitmq.conf",
            &["ssl_options.versions.1 = tlsv1.3"],
            &[
                "ssl_options.versions.1 = tlsv1.3",
                "ssl_options.versions.2 = tlsv1.2",
            ],
        ),
    ] {
        let default = settings(BrokerRole::Data);
        let named = default.clone().with_oldest_tls(TlsVersion::V1_2);
        for (settings, expected) in [(default, only), (named, older)] {
            let lines = lines(format, &settings, file);
            let versions = lines.iter().map(|line| line.trim());
            let versions: Vec<_> = versions.filter(|line| line.contains("tlsv1")).collect();
            assert_eq!(versions, expected, "{format:?}");
        }
    }
}

/// The texts at `pointer` of each element of the list at `list`.
fn column(text: &str, list: &str, pointers: &[&str]) -> Vec<String> {
    let document: serde_json::Value = serde_json::from_str(text).unwrap();
    let rows = document.pointer(list).unwrap().as_array().unwrap();
    let cell = |row: &serde_json::Value, pointer: &&str| {
        row.pointer(pointer)
            .map_or_else(String::new, |value| match value {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            })
    };
    rows.iter()
        .map(|row| {
            pointers
                .iter()
                .map(|p| cell(row, p))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

#[test]
fn mosquitto_dynsec() {
    let export = export(Format::MosquittoDynsec, &settings(BrokerRole::Registration)).unwrap();
    let text = &export.files[0].text;
    assert_eq!(
        column(
            text,
            "/clients",
            &["/username", "/clientid", "/roles/0/rolename"]
        ),
        [
            "ota-registration-service ota-registration-service service-ota-registration-service",
            "a-1 a-1 device-a-1",
            "b_2 b_2 device-b_2",
        ]
    );
    let acl = ["/acltype", "/topic", "/priority", "/allow"];
    assert_eq!(
        column(text, "/roles/0/acls", &acl),
        [
            "subscribePattern iot4emissions/registerDevice/+ 0 true",
            "subscribePattern $share/+/iot4emissions/registerDevice/+ 0 true",
            "publishClientReceive iot4emissions/registerDevice/+ 0 true",
            "publishClientSend iot4emissions/registerServer/+ 0 true",
            "publishClientSend iot4emissions/registerServer/ 1 false",
            "publishClientSend iot4emissions/registerServer/ota-registration-service 1 false",
            "publishClientSend iot4emissions/registerServer/obfcm-data-service 1 false",
        ]
    );
    assert_eq!(
        column(text, "/roles/1/acls", &acl),
        [
            "publishClientSend iot4emissions/registerDevice/a-1 0 true",
            "subscribeLiteral iot4emissions/registerServer/a-1 0 true",
            "publishClientReceive iot4emissions/registerServer/a-1 0 true",
        ]
    );
    let document: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(document["defaultACLAccess"]["publishClientReceive"], false);
}

#[test]
fn emqx() {
    assert_eq!(
        lines(Format::Emqx, &settings(BrokerRole::Data), "acl.conf"),
        [
            r##"{deny, {username, "obfcm-data-service"}, subscribe, [{eq, "iot4emissions/dataDevice/#"}]}."##,
            r##"{allow, {username, "obfcm-data-service"}, subscribe, ["iot4emissions/dataDevice/+"]}."##,
            r##"{deny, {username, "obfcm-data-service"}, publish, [{eq, "iot4emissions/configServer/"}, {eq, "iot4emissions/configServer/ota-registration-service"}, {eq, "iot4emissions/configServer/obfcm-data-service"}]}."##,
            r##"{allow, {username, "obfcm-data-service"}, publish, ["iot4emissions/configServer/+"]}."##,
            r##"{deny, {username, "ota-registration-service"}, all, ["#"]}."##,
            r##"{deny, {username, "obfcm-data-service"}, all, ["#"]}."##,
            r##"{deny, {username, {re, "^\\z|[^A-Za-z0-9_-]|^.{65}|^[A-HJ-NPR-Za-hj-npr-z0-9]{17}\\z"}}, all, ["#"]}."##,
            r##"{allow, all, {publish, [{retain, false}]}, ["iot4emissions/dataDevice/${cert_common_name}"]}."##,
            r##"{allow, all, subscribe, ["iot4emissions/configServer/${cert_common_name}"]}."##,
            "{deny, all}.",
        ]
    );
    let settings = lines(Format::Emqx, &settings(BrokerRole::Data), "emqx.conf");
    for line in [
        "    verify = verify_peer",
        "    fail_if_no_peer_cert = true",
        "    verify_peer_ext_key_usage = \"clientAuth\"",
        "dashboard.listeners.http.bind = \"127.0.0.1:18083\"",
        "    mechanism = cinfo",
        r#"      { is_match = "is_empty_val(cert_common_name)", result = deny }"#,
        r#"      { is_match = "regex_match(cert_common_name, '^[A-Za-z0-9_-]{1,64}$')", result = allow }"#,
        r#"      { is_match = "str_eq('the rest', 'the rest')", result = deny }"#,
        "  cache.enable = false",
        "delayed.enable = false",
        "retainer.backend.storage_type = disc",
        "mqtt.peer_cert_as_username = cn",
        "mqtt.peer_cert_as_clientid = cn",
        "  no_match = deny",
        "  deny_action = disconnect",
    ] {
        assert!(settings.iter().any(|found| found == line), "{line}");
    }
}

#[test]
fn aws_iot() {
    let settings = Settings::new(BrokerRole::Data).with_aws(AwsPlace {
        region: "cn-north-1".to_owned(),
        account: "000000000001".to_owned(),
    });
    let export = export(Format::AwsIot, &settings).unwrap();
    let arn = "arn:aws-cn:iot:cn-north-1:000000000001:";
    let statements = |file: &str| -> Vec<String> {
        let text = export.file(file).unwrap().text.replace(arn, "");
        column(&text, "/Statement", &["/Effect", "/Action", "/Resource"])
    };
    assert_eq!(
        statements("device-policy.json"),
        [
            "Allow iot:Connect client/${iot:Certificate.Subject.CommonName}",
            r#"Deny iot:Connect ["client/ota-registration-service","client/obfcm-data-service"]"#,
            "Allow iot:Publish topic/iot4emissions/dataDevice/${iot:Certificate.Subject.CommonName}",
            "Allow iot:Subscribe topicfilter/iot4emissions/configServer/${iot:Certificate.Subject.CommonName}",
            "Allow iot:Receive topic/iot4emissions/configServer/${iot:Certificate.Subject.CommonName}",
        ]
    );
    assert_eq!(
        statements("service-policy.json"),
        [
            "Allow iot:Connect client/obfcm-data-service",
            "Allow iot:Publish topic/iot4emissions/configServer/*",
            "Allow iot:RetainPublish topic/iot4emissions/configServer/*",
            r#"Deny iot:Publish ["topic/iot4emissions/configServer/*/*","topic/iot4emissions/configServer/","topic/iot4emissions/configServer/ota-registration-service","topic/iot4emissions/configServer/obfcm-data-service"]"#,
            r#"Allow iot:Subscribe ["topicfilter/iot4emissions/dataDevice/*","topicfilter/$share/*/iot4emissions/dataDevice/*"]"#,
            r##"Deny iot:Subscribe ["topicfilter/iot4emissions/dataDevice/#","topicfilter/iot4emissions/dataDevice/*/*","topicfilter/$share/*/iot4emissions/dataDevice/#","topicfilter/$share/*/iot4emissions/dataDevice/*/*","topicfilter/$share/*/*/iot4emissions/dataDevice/*"]"##,
            "Allow iot:Receive topic/iot4emissions/dataDevice/*",
            "Deny iot:Receive topic/iot4emissions/dataDevice/*/*",
        ]
    );
    let template = &export.file("provisioning-template.json").unwrap().text;
    let template: serde_json::Value = serde_json::from_str(template).unwrap();
    let name = "AWS::IoT::Certificate::CommonName";
    let resources = &template["Resources"];
    assert_eq!(template["Parameters"][name]["Type"], "String");
    assert_eq!(resources["thing"]["Properties"]["ThingName"]["Ref"], name);
    assert_eq!(resources["certificate"]["Properties"]["Status"], "ACTIVE");
    let policy = &resources["policy"]["Properties"];
    assert_eq!(policy["PolicyName"], "iot4emissions-data-device");
}

#[test]
fn rabbitmq() {
    let export = export(Format::RabbitMq, &settings(BrokerRole::Data)).unwrap();
    let text = &export.files[0].text;
    assert_eq!(
        column(text, "/users", &["/name", "/password_hash"]),
        ["obfcm-data-service ", "a-1 ", "b_2 ", "guest "]
    );
    let queue = r"mqtt-subscription-a-1qos[01]";
    assert_eq!(
        column(
            text,
            "/permissions",
            &["/user", "/configure", "/write", "/read"]
        )[1],
        format!(r"a-1 ^{queue}\z ^(amq\.topic|{queue})\z ^(amq\.topic|{queue})\z")
    );
    assert_eq!(
        column(
            text,
            "/topic_permissions",
            &["/user", "/exchange", "/write", "/read"]
        ),
        [
            r"obfcm-data-service amq.topic ^iot4emissions\.configServer\.(?![A-HJ-NPR-Za-hj-npr-z0-9]{17}\z)(?!(?:ota-registration-service|obfcm-data-service)\z)[A-Za-z0-9_-]{1,64}\z ^iot4emissions\.dataDevice\.[^.#]*\z",
            r"a-1 amq.topic ^iot4emissions\.dataDevice\.a-1\z ^iot4emissions\.configServer\.a-1\z",
            r"b_2 amq.topic ^iot4emissions\.dataDevice\.b_2\z ^iot4emissions\.configServer\.b_2\z",
            "guest amq.topic ^$ ^$",
        ]
    );
    let conf = lines(
        Format::RabbitMq,
        &settings(BrokerRole::Data),
        "rabbitmq.conf",
    );
    for line in [
        "ssl_options.verify = verify_peer",
        "ssl_options.fail_if_no_peer_cert = true",
        "mqtt.ssl_cert_login = true",
        "ssl_cert_login_from = common_name",
        "mqtt.allow_anonymous = false",
    ] {
        assert!(conf.iter().any(|found| found == line), "{line}");
    }
    assert_eq!(export.files[2].text, "[rabbitmq_mqtt].\n");
}

#[test]
fn rmqtt() {
    assert_eq!(
        lines(
            Format::Rmqtt,
            &settings(BrokerRole::Registration),
            "rmqtt-acl.toml"
        ),
        [
            "disconnect_if_pub_rejected = true",
            "rules = [",
            r##"  ["allow", { user = "CN=ota-registration-service", clientid = "ota-registration-service" }, "connect"],"##,
            r##"  ["deny", { user = "CN=ota-registration-service", clientid = "ota-registration-service" }, "subscribe", [{ eq = "iot4emissions/registerDevice/#" }]],"##,
            r##"  ["allow", { user = "CN=ota-registration-service", clientid = "ota-registration-service" }, "subscribe", ["iot4emissions/registerDevice/+"]],"##,
            r##"  ["deny", { user = "CN=ota-registration-service", clientid = "ota-registration-service" }, "publish", [{ eq = "iot4emissions/registerServer/" }, { eq = "iot4emissions/registerServer/ota-registration-service" }, { eq = "iot4emissions/registerServer/obfcm-data-service" }]],"##,
            r##"  ["allow", { user = "CN=ota-registration-service", clientid = "ota-registration-service" }, "publish", ["iot4emissions/registerServer/+"]],"##,
            r##"  ["allow", { user = "CN=a-1", clientid = "a-1" }, "connect"],"##,
            r##"  ["allow", { user = "CN=a-1", clientid = "a-1" }, "publish", ["iot4emissions/registerDevice/a-1"]],"##,
            r##"  ["allow", { user = "CN=a-1", clientid = "a-1" }, "subscribe", ["iot4emissions/registerServer/a-1"]],"##,
            r##"  ["allow", { user = "CN=b_2", clientid = "b_2" }, "connect"],"##,
            r##"  ["allow", { user = "CN=b_2", clientid = "b_2" }, "publish", ["iot4emissions/registerDevice/b_2"]],"##,
            r##"  ["allow", { user = "CN=b_2", clientid = "b_2" }, "subscribe", ["iot4emissions/registerServer/b_2"]],"##,
            r##"  ["deny", "all"],"##,
            "]",
        ]
    );
    let settings = settings(BrokerRole::Data).with_state_folder("/srv/state/");
    assert_eq!(
        lines(Format::Rmqtt, &settings, "rmqtt.toml")[..4],
        [
            "plugins.dir = \"/etc/rmqtt\"",
            "plugins.default_startups = [\"rmqtt-acl\", \"rmqtt-retainer\", \"rmqtt-shared-subscription\"]",
            "plugins.disabled_default_startups = [\"rmqtt-http-api\"]",
            "rpc.server_addr = \"127.0.0.1:5363\"",
        ]
    );
    assert_eq!(
        lines(Format::Rmqtt, &settings, "rmqtt-retainer.toml")[..2],
        [
            "storage.type = \"sled\"",
            "storage.sled.path = \"/srv/state/retained\"",
        ]
    );
}
