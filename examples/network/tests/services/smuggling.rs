//! Ways to smuggle a VIN, into what the Data Service has on disk and says over HTTPS (P-1.3,
//! P-1.5). The ways are the core's, with those that no filter stops.

use iot4emissions_proto::services::call::{Answer, Call, Introduction};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::topic::TopicKind;
use iot4emissions_proto::vehicle::VehicleInfo;
use network::services::data::{DataService, Received};
use serde_json::{Value, json};

use crate::common::within;
use crate::network::*;

struct Way {
    name: String,
    text: String,
    /// Hidden in texts only where nothing that is seen stands in between.
    separated: bool,
}

/// Those that a filter stops.
fn ways() -> Vec<Way> {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../iot4emissions-proto/tests/smuggling/ways.json"
    );
    let text = std::fs::read_to_string(file).unwrap();
    let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(rows.len() > 400);
    let stopped = rows.iter().filter(|row| row["unstoppable"] == false);
    let way = |row: &Value| Way {
        name: row["name"].as_str().unwrap().to_owned(),
        text: row["text"].as_str().unwrap().to_owned(),
        separated: row["separated"] == true,
    };
    stopped.map(way).collect()
}

/// As it was written, or as JSON has it.
fn holds(bytes: &[u8], text: &str) -> bool {
    let json = serde_json::to_string(text).unwrap();
    contains(bytes, text) || contains(bytes, &json[1..json.len() - 1])
}

/// A Registration Service that looks for no VIN introduces devices with texts by the report's
/// set; and a device sends texts that cannot be read.
#[tokio::test]
async fn p_1_5_no_way_that_a_filter_stops_is_in_the_data_services_files() {
    within(async {
        let directory = Directory::new();
        let file = directory.file("data.sqlite");
        let service = DataService::open(&file, parameters()).await.unwrap();
        let ways = ways();
        let mut introduced = 0;
        for (number_of, way) in ways.iter().enumerate() {
            let attributes = json!({ "remark": way.text });
            // What is no attribute goes no further.
            let Ok(attributes) = serde_json::from_value::<VehicleInfo>(attributes) else {
                continue;
            };
            let name = format!("d{number_of}");
            let scope = IntroductionScope::Report;
            let introduction = Introduction::new(device(&name), &attributes, scope);
            let call = Call::introduced(introduction, number(1));
            let (answer, _) = service.answer(&call, NOW).await.unwrap();
            assert_eq!(answer, Answer::Applied, "{}", way.name);
            introduced += 1;
        }
        assert!(introduced > 250, "{introduced}");
        service.close().await;
        let bytes = directory.bytes("data.sqlite");
        let found = ways.iter().filter(|way| holds(&bytes, &way.text));
        let found: Vec<_> = found.map(|way| &way.name).collect();
        assert_eq!(found, [""; 0]);

        let service = DataService::open(&file, parameters()).await.unwrap();
        let cleared = Call::cleared(device("d0"), number(2));
        let (answer, _) = service.answer(&cleared, NOW).await.unwrap();
        assert_eq!(answer, Answer::Applied);
        let sender = topic(TopicKind::DataDevice, "d0");
        for way in &ways {
            let payload = json!({"data": [{"acquired": 1_699_000_000, "tfc": way.text}]});
            let payload = payload.to_string();
            let received = service.receive(&sender, payload.as_bytes(), NOW).await;
            assert_eq!(received.unwrap(), Received::Quarantined, "{}", way.name);
        }
        service.close().await;
        let bytes = directory.bytes("data.sqlite");
        let together = ways.iter().filter(|way| !way.separated);
        let found = together.filter(|way| holds(&bytes, &way.text));
        let found: Vec<_> = found.map(|way| &way.name).collect();
        assert_eq!(found, [""; 0]);
    })
    .await;
}

/// What is refused over HTTPS, and said in a trace, repeats none of them.
#[tokio::test]
async fn p_1_5_no_answer_over_https_repeats_one() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = network.services().await;
        let port = registration.http_port();
        let registrar = network.http_client("vehicle-registrar", port);
        let (mut shown, mut refused) = (Vec::new(), 0);
        for way in ways().iter().filter(|way| !way.separated) {
            for body in [
                json!({"vin": way.text, "attributes": {}, "country": "DE", "consent": true}),
                json!({"vin": OTHER_VIN, "attributes": {}, "country": way.text, "consent": true}),
                json!({"vin": OTHER_VIN, "attributes": {&way.text: 1}, "country": "DE"}),
            ] {
                let said: Result<Value, _> = registrar.post("/vehicles/registered", &body).await;
                refused += usize::from(said.is_err());
                let said = format!("{said:?}");
                if holds(said.as_bytes(), &way.text) {
                    shown.push(way.name.clone());
                }
            }
            if network.traced(&way.text) > 0 {
                shown.push(format!("{}, in a trace", way.name));
            }
        }
        assert_eq!(shown, [""; 0]);
        assert!(refused > 500, "{refused}");
        data.stop().await;
        registration.stop().await;
    })
    .await;
}
