//! Devices, brokers and both services on real sockets.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::topic::TopicKind;
use network::services::registration::{
    ConsentChanged, VehicleLeft, VehiclePaused, VehicleReleased,
};

use crate::common::within;
use crate::network::*;

const DATA: &str = r#"{"data":[{"acquired":1699000000,"tfc":10.0,"tdt":100.0}]}"#;

#[tokio::test]
async fn a_vehicles_life() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = network.services().await;
        let registrar = network.client("vehicle-registrar", &registration);
        let manager = network.client("consent-manager", &registration);
        let operator = network.client("operator", &registration);

        // P-7.1: the device sees `registered` once the Data Service knows it.
        let mut device = network.device("d1", BrokerRole::Registration).await;
        let answers = topic(TopicKind::RegisterServer, "d1").to_string();
        assert!(device.subscribe(&answers).await.unwrap());
        let requests = topic(TopicKind::RegisterDevice, "d1").to_string();
        device
            .publish(&requests, request(VIN), false)
            .await
            .unwrap();
        assert_eq!(device.next().await.payload, REGISTERED);
        assert_eq!(network.configuration("d1"), commands("initialized", 1));

        network.send("d1", DATA).await;
        // The broker's PUBACK is not the service's word: what a registrar says may
        // overtake data on its way.
        network.settled(&data, &registration).await;
        let answer = registrar
            .registered(&registered(VIN, "DE", true))
            .await
            .unwrap();
        assert!(answer.call_outstanding);
        network.settled(&data, &registration).await;
        assert_eq!(network.configuration("d1"), commands("operational", 2));

        for _ in 0..3 {
            network.send("d1", DATA).await;
        }
        network.send("d1", "x").await;
        network.send("d2", DATA).await;
        network.settled(&data, &registration).await;
        operator
            .pause(&VehiclePaused {
                vin: vin(VIN),
                paused: true,
            })
            .await
            .unwrap();
        network.settled(&data, &registration).await;
        assert_eq!(network.configuration("d1"), commands("standby", 3));
        operator
            .pause(&VehiclePaused {
                vin: vin(VIN),
                paused: false,
            })
            .await
            .unwrap();
        network.settled(&data, &registration).await;
        let withdrawn = ConsentChanged {
            vin: vin(VIN),
            consent: false,
        };
        manager.consent(&withdrawn).await.unwrap();
        network.settled(&data, &registration).await;
        assert_eq!(network.configuration("d1"), commands("initialized", 5));
        registrar
            .left(&VehicleLeft { vin: vin(VIN) })
            .await
            .unwrap();

        // P-7.3: another device comes too early, and in time.
        network.ask("d3", VIN).await;
        network.settled(&data, &registration).await;
        assert_eq!(network.status("d3").unwrap(), ERROR);
        operator
            .release(&VehicleReleased { vin: vin(VIN) })
            .await
            .unwrap();
        // Published before the answer.
        assert_eq!((network.status("d1"), network.status("d3")), (None, None));
        network.ask("d3", VIN).await;
        network.settled(&data, &registration).await;
        assert_eq!(network.status("d3").unwrap(), REGISTERED);

        let counts = data.service().counts().await.unwrap();
        assert_eq!(
            (counts.messages, counts.stored, counts.duplicate),
            (6, 1, 2)
        );
        assert_eq!(
            (counts.refused_snapshots, counts.quarantined, counts.unknown),
            (1, 1, 1)
        );
        assert!(network.traced("<VIN hidden>") > 0);
        network.assert_no_vin_outside();
        registration.stop().await;
        data.stop().await;
        network.assert_no_vin_outside();
        assert!(contains(
            &network.directory.bytes("registration.sqlite"),
            VIN
        ));
    })
    .await;
}

#[tokio::test]
async fn p_7_1_a_data_service_that_is_down_is_called_until_it_is_up() {
    within(async {
        let network = Network::start().await;
        let data = network.data_service(0).await;
        let port = data.http_port();
        data.stop().await;
        let registration = network.registration_service(port).await;
        network.ask("d1", VIN).await;
        network.registration_store.spool().emptied().await;
        while network.traced("no answer from") < 3 {
            tokio::task::yield_now().await;
        }
        assert_eq!(network.status("d1"), None);
        let data = network.data_service(port).await;
        network.settled(&data, &registration).await;
        assert_eq!(network.status("d1").unwrap(), REGISTERED);
    })
    .await;
}

#[tokio::test]
async fn p_7_8_a_broker_that_lost_its_retained_messages_is_given_them_again() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = network.services().await;
        network.ask("d1", VIN).await;
        network.ask("d2", VIN).await;
        network.settled(&data, &registration).await;
        network.registration_store.retained().clear();
        network.data_store.retained().clear();
        assert_eq!(registration.republish_retained().await.unwrap(), 2);
        assert_eq!(data.republish_retained().await.unwrap(), 1);
        assert_eq!(network.status("d1").unwrap(), REGISTERED);
        assert_eq!(network.status("d2").unwrap(), ERROR);
        assert_eq!(network.configuration("d1"), commands("initialized", 1));
    })
    .await;
}
