//! A denial says why.

use super::*;

#[test]
fn denials_say_why_and_by_which_rule() {
    let device = &principals()[0];
    let (registration, data) = (BrokerRole::Registration, BrokerRole::Data);
    for (denied, text, rule) in [
        (
            publish(device, data, "iot4emissions/dataDevice/+", false),
            "expected a device ID after \"iot4emissions/dataDevice/\", found '+' at character 1",
            "P-2.1",
        ),
        (
            publish(device, data, "$SYS/x", false),
            "expected a topic that begins with \"iot4emissions/\" and \"registerDevice/\", \"registerServer/\", \"configServer/\" or \"dataDevice/\", found \"$SYS/x\"",
            "P-4.1",
        ),
        (
            publish(device, data, "iot4emissions/dataDevice/a", true),
            "expected a message without RETAIN from an OTA Device, found one with it",
            "P-4.2",
        ),
        (
            publish(device, registration, "iot4emissions/dataDevice/a", false),
            "expected a topic of the registration broker, found one of the data broker",
            "P-4.3",
        ),
        (
            publish(device, data, "iot4emissions/dataDevice/b", false),
            "expected the device's own ID in the topic, found another one or a wildcard",
            "P-4.1",
        ),
        (
            publish(device, data, "iot4emissions/configServer/a", false),
            "expected a topic that an OTA Device may publish on the data broker, found another one",
            "P-4.1",
        ),
        (
            publish(
                &Principal::RegistrationService,
                data,
                "iot4emissions/configServer/a",
                true,
            ),
            "expected a topic that an OTA Registration Service may publish with RETAIN on the data broker, found another one",
            "P-4.1",
        ),
        (
            subscribe(device, data, "iot4emissions/configServer/+"),
            "expected the device's own ID in the topic, found another one or a wildcard",
            "P-4.1",
        ),
        (
            subscribe(device, data, "iot4emissions/#"),
            "expected a topic that an OTA Device may subscribe or receive on the data broker, found another one",
            "P-4.1",
        ),
        (
            subscribe(device, data, "$share/g/iot4emissions/configServer/a"),
            "expected a shared subscription from a service, found one from an OTA Device",
            "P-3.7",
        ),
        (
            subscribe(device, data, "a+"),
            "expected \"+\" as a whole level, found it with other characters in level 1",
            "P-3.8",
        ),
        (
            subscribe(
                &Principal::DataService,
                registration,
                "iot4emissions/dataDevice/+",
            ),
            "expected a topic of the registration broker, found one of the data broker",
            "P-4.3",
        ),
        (
            receive(device, data, ""),
            "expected a topic name, found an empty text",
            "P-3.8",
        ),
        (
            receive(device, data, "iot4emissions/configServer/b"),
            "expected the device's own ID in the topic, found another one or a wildcard",
            "P-4.1",
        ),
    ] {
        let denied = denied.unwrap_err();
        assert_eq!(denied.to_string(), text);
        assert_eq!(denied.rule(), rule, "{text}");
    }
}
