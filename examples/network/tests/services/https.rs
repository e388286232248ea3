//! The HTTPS interfaces: who may call, and what is answered to whom.

use iot4emissions_proto::services::call::{Answer, Call, Introduction, Sequence};
use iot4emissions_proto::services::clearance::SuspensionReason;
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::vehicle::VehicleInfo;
use network::services::data_http::{CallAnswer, DataServiceClient};
use network::services::http::{HttpClient, HttpError};
use network::services::registration::{ConsentChanged, VehicleReleased};
use serde_json::{Value, json};

use crate::common::{valid, within};
use crate::network::*;

fn refused(result: Result<impl std::fmt::Debug, HttpError>) -> (u16, String, String) {
    match result {
        Err(HttpError::Refused { status, body, .. }) => (status, body.code, body.detail),
        other => panic!("expected the server's error, found {other:?}"),
    }
}

#[tokio::test]
async fn p_1_4_each_client_has_its_own_routes() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = network.services().await;
        let registered = registered(VIN, "DE", true);
        let consent = ConsentChanged {
            vin: vin(VIN),
            consent: true,
        };
        let release = VehicleReleased { vin: vin(VIN) };
        for name in ["vehicle-registrar", "consent-manager", "operator", "nobody"] {
            let client = network.client(name, &registration);
            let outcomes = [
                client.registered(&registered).await,
                client.consent(&consent).await,
                client.release(&release).await,
            ];
            let may = ["vehicle-registrar", "consent-manager", "operator"].map(|who| who == name);
            for ((outcome, may), who) in outcomes.into_iter().zip(may).zip([
                "vehicle-registrar",
                "consent-manager",
                "operator",
            ]) {
                if may {
                    outcome.unwrap();
                    continue;
                }
                let detail = format!("expected the certificate of {who}, found {name}'s");
                assert_eq!(refused(outcome), (403, "not-permitted".to_owned(), detail));
            }
        }
        // A vehicle's certificate opens nothing here either.
        let identity = network
            .authority
            .issue_device(&device("d1"), valid())
            .unwrap();
        let vehicle =
            HttpClient::new("localhost", data.http_port(), &network.tls(&identity)).unwrap();
        let outcome = DataServiceClient::new(vehicle)
            .call(&Call::cleared(device("d1"), number(1)))
            .await;
        assert_eq!(refused(outcome).0, 403);
    })
    .await;
}

#[tokio::test]
async fn p_5_51_the_data_services_answers() {
    within(async {
        let network = Network::start().await;
        let data = network.data_service(0).await;
        let identity = network.authority.issue_service(
            iot4emissions_proto::identity::Service::Registration,
            &network.names,
            valid(),
        );
        let tls = network.tls(&identity.unwrap());
        let http = HttpClient::new("localhost", data.http_port(), &tls).unwrap();
        let client = DataServiceClient::new(http.clone());
        let cleared = Call::cleared(device("d1"), number(2));
        assert_eq!(client.call(&cleared).await, Ok(Answer::NotIntroduced));
        let not_introduced: Result<CallAnswer, _> = http.post("/devices/cleared", &cleared).await;
        let not_introduced = refused(not_introduced);
        assert_eq!(
            (not_introduced.0, &*not_introduced.1),
            (409, "not-introduced")
        );
        let introduction = Introduction::new(
            device("d1"),
            &VehicleInfo::default(),
            IntroductionScope::default(),
        );
        let introduced = Call::introduced(introduction, number(1));
        assert_eq!(client.call(&introduced).await, Ok(Answer::Applied));
        // The configuration is published before the answer, every time.
        assert_eq!(network.configuration("d1"), commands("initialized", 1));
        assert_eq!(client.call(&cleared).await, Ok(Answer::Applied));
        network.data_store.retained().clear();
        assert_eq!(client.call(&cleared).await, Ok(Answer::Applied));
        assert_eq!(network.configuration("d1"), commands("operational", 2));
        let last = number(2);
        let overtaken = Answer::Overtaken { last };
        assert_eq!(client.call(&introduced).await, Ok(overtaken));
        let other = Call::suspended(device("d1"), SuspensionReason::Pause, last);
        let contradiction = Answer::Contradiction { last };
        assert_eq!(client.call(&other).await, Ok(contradiction));
        let far = Call::cleared(device("d1"), Sequence::LARGEST);
        assert_eq!(client.call(&far).await, Ok(Answer::TooFar { last }));
        assert_eq!(network.configuration("d1"), commands("operational", 2));
        let far: Result<CallAnswer, _> = http.post("/devices/cleared", &far).await;
        let detail = "expected a sequence of at most 4294967298, found 9007199254740991";
        assert_eq!(refused(far), (409, "too-far".to_owned(), detail.to_owned()));
        let wrong: Result<CallAnswer, _> = http.post("/devices/suspended", &cleared).await;
        assert_eq!(refused(wrong).1, "call");
    })
    .await;
}

#[tokio::test]
async fn p_5_51_no_answer_before_the_configuration_is_published() {
    within(async {
        let mut network = Network::start().await;
        let data = network.data_service(0).await;
        let port = data.http_port();
        network.stop_data_broker().await;
        let registration = network.registration_service(port).await;
        network.ask("d1", VIN).await;
        network.registration_store.spool().emptied().await;
        while data
            .service()
            .device(&device("d1"))
            .await
            .unwrap()
            .is_none()
        {
            tokio::task::yield_now().await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let counts = registration.service().counts().await.unwrap();
        assert_eq!((counts.outstanding, network.status("d1")), (1, None));
        network.start_data_broker().await;
        network.settled(&data, &registration).await;
        assert_eq!(network.configuration("d1"), commands("initialized", 1));
        assert_eq!(network.status("d1").unwrap(), REGISTERED);
    })
    .await;
}

#[tokio::test]
async fn errors_say_what_is_wrong_and_show_no_vin() {
    within(async {
        let network = Network::start().await;
        let (_data, registration) = network.services().await;
        let http = network.http_client("vehicle-registrar", registration.http_port());
        let long = "x".repeat(40_000);
        for (path, body, status, code, detail) in [
            (
                "/vehicles/left",
                json!({"vin": VIN, "owner": "x"}),
                400,
                "body",
                "unknown field `owner`, expected `vin` at line 1 column 8",
            ),
            (
                "/vehicles/left",
                json!({ "vin": &VIN[1..] }),
                400,
                "body",
                "expected 17 characters, found 16 at line 1 column 26",
            ),
            (
                "/vehicles/left",
                json!([VIN, VIN]),
                400,
                "body",
                "trailing characters at line 1 column 22",
            ),
            // With a typing error it does not look like a VIN.
            (
                "/vehicles/registered",
                json!({"consent": "JFXHF05K1L41O4934", "vin": VIN}),
                400,
                "body",
                "invalid type: string \"…\", expected a boolean at line 1 column 30",
            ),
            (
                "/vehicles/left",
                json!({ "vin": long }),
                413,
                "too-large",
                "expected a body of at most 32768 bytes",
            ),
            (
                "/vehicles",
                json!({ "vin": VIN }),
                404,
                "no-such-path",
                "expected one of the paths of the interface",
            ),
        ] {
            let outcome: Result<Value, _> = http.post(path, &body).await;
            let found = refused(outcome);
            assert!(!found.2.contains(VIN) && !found.2.contains(&VIN[1..]));
            assert_eq!(found, (status, code.to_owned(), detail.to_owned()));
        }
        network.assert_no_vin_outside();
    })
    .await;
}

#[tokio::test]
async fn tls_refuses_whoever_the_ca_does_not_vouch_for() {
    within(async {
        let network = Network::start().await;
        let (_data, registration) = network.services().await;
        let stranger = Network::start().await;
        let identity = stranger
            .authority
            .issue_http_client("operator", valid())
            .unwrap();
        let ca = network.authority.certificate_der();
        for identity in [Some(&identity), None] {
            let tls = network::tls::client_config(ca, identity, Default::default()).unwrap();
            let http = HttpClient::new("localhost", registration.http_port(), &tls).unwrap();
            let outcome: Result<Value, _> = http.post("/vehicles/release", &json!({})).await;
            assert!(
                matches!(outcome, Err(HttpError::Unreachable { .. })),
                "{outcome:?}"
            );
        }
    })
    .await;
}
