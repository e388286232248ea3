//! Services that go on from a backup, or from nothing (P-7.11).

use iot4emissions_proto::message::ConfigurationVersion;
use iot4emissions_proto::services::data::untold;
use network::services::registration::{ConsentChanged, VehiclePaused, VehicleReleased};
use network::services::running::data::RunningDataService;
use network::services::running::registration::RunningRegistrationService;

use crate::common::within;
use crate::network::*;

/// A vehicle whose device is registered and cleared.
async fn cleared(network: &Network) -> (RunningDataService, RunningRegistrationService) {
    let (data, registration) = network.services().await;
    network.clear("d1", &data, &registration).await;
    assert_eq!(network.configuration("d1"), commands("operational", 2));
    (data, registration)
}

fn withdrawn() -> ConsentChanged {
    ConsentChanged {
        vin: vin(VIN),
        consent: false,
    }
}

#[tokio::test]
async fn a_data_service_that_has_lost_everything_is_told_again() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = cleared(&network).await;
        let port = data.http_port();
        data.stop().await;
        network.directory.remove("data.sqlite");
        let mut parameters = parameters();
        parameters.first_version = ConfigurationVersion::new(1000).unwrap();
        let data = network.data_service_with(port, parameters).await;
        assert_eq!(data.service().counts().await.unwrap().devices, 0);

        registration.tell_again().await.unwrap();
        network.settled(&data, &registration).await;
        assert_eq!(network.configuration("d1"), commands("operational", 1001));
        assert_eq!(network.traced("the Data Service has forgotten d1"), 1);
        network.assert_no_vin_outside();
    })
    .await;
}

/// Before: the call was repeated for ever, and the vehicle was locked.
#[tokio::test]
async fn a_vehicle_whose_device_is_forgotten_can_be_released() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = cleared(&network).await;
        let port = data.http_port();
        data.stop().await;
        network.directory.remove("data.sqlite");
        let data = network.data_service(port).await;
        let operator = network.client("operator", &registration);
        let release = VehicleReleased { vin: vin(VIN) };
        operator.release(&release).await.unwrap();
        network.settled(&data, &registration).await;
        assert_eq!(network.status("d1"), None);
        network.ask("d2", VIN).await;
        network.settled(&data, &registration).await;
        assert_eq!(network.status("d2").unwrap(), REGISTERED);
    })
    .await;
}

/// Before: the Data Service answered `applied` to a number that it had, and the device
/// went on sending.
#[tokio::test]
async fn a_registration_service_from_a_backup_gets_ahead() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = cleared(&network).await;
        let port = data.http_port();
        registration.stop().await;
        let file = network.directory.file("registration.sqlite");
        let backup = std::fs::read(&file).unwrap();
        let registration = network.registration_service(port).await;
        let operator = network.client("operator", &registration);
        for paused in [true, false] {
            let pause = VehiclePaused {
                vin: vin(VIN),
                paused,
            };
            operator.pause(&pause).await.unwrap();
            network.settled(&data, &registration).await;
        }
        assert_eq!(network.configuration("d1"), commands("operational", 4));
        registration.stop().await;
        network.directory.remove("registration.sqlite");
        std::fs::write(&file, backup).unwrap();

        let registration = network.registration_service(port).await;
        let manager = network.client("consent-manager", &registration);
        manager.consent(&withdrawn()).await.unwrap();
        network.settled(&data, &registration).await;
        assert_eq!(network.configuration("d1"), commands("initialized", 5));
        let text = "call 3 about d1 does not follow the Data Service's 4";
        assert_eq!(network.traced(text), 1);
    })
    .await;
}

/// The device goes on sending, and no consent manager's word reaches it.
#[tokio::test]
async fn a_device_that_a_restored_registration_service_does_not_know_is_found() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = network.services().await;
        let port = data.http_port();
        registration.stop().await;
        let file = network.directory.file("registration.sqlite");
        let backup = std::fs::read(&file).unwrap();
        let registration = network.registration_service(port).await;
        network.clear("d1", &data, &registration).await;
        registration.stop().await;
        network.directory.remove("registration.sqlite");
        std::fs::write(&file, backup).unwrap();

        let registration = network.registration_service(port).await;
        let before = data.service().devices().await.unwrap();
        registration.tell_again().await.unwrap();
        network.settled(&data, &registration).await;
        assert_eq!(network.configuration("d1"), commands("operational", 2));
        let after = data.service().devices().await.unwrap();
        let untold = untold(&before, &after);
        assert_eq!(untold, [device("d1")]);
        data.restart_numbers(&untold[0]).await.unwrap();
        network.settled(&data, &registration).await;
        assert_eq!(network.configuration("d1"), commands("initialized", 3));
    })
    .await;
}
