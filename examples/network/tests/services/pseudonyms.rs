//! Each service knows a device by another ID (P-1.7, P-7.16).

use iot4emissions_proto::identity::SealedDeviceId;
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::TopicKind;
use network::services::data::{DataService, Received};
use network::services::database::StoreError;
use network::services::registration::{DataErased, OwnerChanged};
use network::services::running::data::RunningDataService;

use crate::common::within;
use crate::network::*;

/// What the Registration Service knows, and what the Data Service does; found nowhere by chance.
const DEVICE: &str = "registered-41c7";
const FIRST: &str = "first-owner-88d2";
const SECOND: &str = "second-owner-3f9a";

fn sealed(data: &RunningDataService, data_device: &str, random: u8) -> SealedDeviceId {
    let key = data.service().sealing_key();
    let sealed = key.seal(&device(data_device), &device(DEVICE), [random; 32]);
    sealed.unwrap()
}

async fn ask(network: &Network, data_device: &SealedDeviceId) {
    let request = format!(r#"{{"vin":"{VIN}","vehicleInfo":{{}},"dataDevice":"{data_device}"}}"#);
    network.ask_with(DEVICE, request.into_bytes()).await;
}

fn data(acquired: u64) -> String {
    format!(r#"{{"data":[{{"acquired":{acquired},"tfc":10.0,"tdt":100.0}}]}}"#)
}

#[tokio::test]
async fn p_7_16_a_vehicle_lives_under_two_ids_is_sold_and_has_its_data_erased() {
    within(async {
        let network = Network::start().await;
        let (service, registration) = network.services().await;
        let registrar = network.client("vehicle-registrar", &registration);
        let vehicle = registered(VIN, "DE", true);
        registrar.registered(&vehicle).await.unwrap();
        ask(&network, &sealed(&service, FIRST, 1)).await;
        network.settled(&service, &registration).await;
        assert_eq!(network.status(DEVICE).unwrap(), REGISTERED);
        // Introduced and cleared, under the ID that it has there and no other.
        assert_eq!(network.configuration(FIRST), commands("operational", 2));
        assert!(network.configuration(DEVICE).is_none());
        network.send(FIRST, &data(NOW.0)).await;
        network.settled(&service, &registration).await;
        let snapshots = async |id: &str| service.service().snapshots(&device(id)).await.unwrap();
        assert_eq!(snapshots(FIRST).await.len(), 1);
        // Each is where it belongs and nowhere else.
        let files = |id: &str| {
            let files = [
                "data.sqlite",
                "data.tombstones.sqlite",
                "registration.sqlite",
            ];
            let found = |name: &&str| contains(&network.directory.bytes(name), id);
            files.into_iter().filter(found).collect::<Vec<_>>()
        };
        assert_eq!(files(DEVICE), ["registration.sqlite"]);
        assert_eq!(files(FIRST), ["data.sqlite"]);
        assert_eq!(files(VIN), ["registration.sqlite"]);

        // Sold: the unit has another ID for the new owner, and registers by it.
        let sold = OwnerChanged {
            vin: vin(VIN),
            consent: true,
        };
        registrar.owner(&sold).await.unwrap();
        ask(&network, &sealed(&service, SECOND, 2)).await;
        network.settled(&service, &registration).await;
        assert_eq!(network.configuration(SECOND), commands("operational", 2));
        let (state, _) = network.configuration(FIRST).unwrap();
        assert_eq!(state, "initialized");
        // The ID before sends nothing any more, and its data stay where they are.
        let topic = topic(TopicKind::DataDevice, FIRST);
        let late = data(NOW.0 + 1);
        let late = service.service().receive(&topic, late.as_bytes(), NOW);
        assert!(matches!(late.await.unwrap(), Received::Refused { .. }));
        network.send(SECOND, &data(NOW.0 + 2)).await;
        network.settled(&service, &registration).await;
        assert_eq!(snapshots(FIRST).await.len(), 1);
        let second = snapshots(SECOND).await;
        assert_eq!(second.len(), 1);
        assert_eq!(second[0].snapshot.acquired(), UnixSeconds(NOW.0 + 2));

        // What is told of the vehicle reaches the ID that it has now, and no trace is left.
        let manager = network.client("consent-manager", &registration);
        manager.erased(&DataErased { vin: vin(VIN) }).await.unwrap();
        network.settled(&service, &registration).await;
        assert!(network.configuration(SECOND).is_none());
        assert!(network.status(DEVICE).is_none());
        for erased in [SECOND, DEVICE, VIN] {
            assert_eq!(files(erased), [""; 0], "{erased}");
        }
        // To the first owner's data nothing leads: they are nobody's.
        assert_eq!(files(FIRST), ["data.sqlite"]);
        // It may come again, and what is late of before is overtaken.
        registrar.registered(&vehicle).await.unwrap();
        ask(&network, &sealed(&service, SECOND, 3)).await;
        network.settled(&service, &registration).await;
        let (state, _) = network.configuration(SECOND).unwrap();
        assert_eq!(state, "operational");
    })
    .await;
}

#[tokio::test]
async fn p_7_16_an_id_that_another_device_has_is_refused_and_so_is_one_that_cannot_be_opened() {
    within(async {
        let network = Network::start().await;
        let (service, registration) = network.services().await;
        // Somebody else's, who has one ID for both services.
        network.ask(FIRST, OTHER_VIN).await;
        network.settled(&service, &registration).await;
        assert_eq!(network.status(FIRST).unwrap(), REGISTERED);
        let taken = sealed(&service, FIRST, 1);
        let unreadable = SealedDeviceId::from_bytes([7; SealedDeviceId::LENGTH]);
        for (number, sealed) in [taken, unreadable].iter().enumerate() {
            ask(&network, sealed).await;
            network.settled(&service, &registration).await;
            // It heard `error` and is released; what was the other's is untouched.
            assert!(network.status(DEVICE).is_none());
            let counts = registration.service().counts().await.unwrap();
            assert_eq!((counts.bound, counts.outstanding), (1, 0), "{number}");
        }
        assert!(network.traced("the Data Service refuses the ID") > 0);
        assert_eq!(network.configuration(FIRST), commands("initialized", 1));
        // With one of its own it registers.
        ask(&network, &sealed(&service, SECOND, 2)).await;
        network.settled(&service, &registration).await;
        assert_eq!(network.status(DEVICE).unwrap(), REGISTERED);
        assert_eq!(network.configuration(SECOND), commands("initialized", 1));
    })
    .await;
}

/// The Data Service goes on from a backup of before the sale: the ID of before leads nowhere
/// again once it is told anew.
#[tokio::test]
async fn p_7_16_a_backup_does_not_bring_back_the_id_before() {
    within(async {
        let network = Network::start().await;
        let (service, registration) = network.services().await;
        let registrar = network.client("vehicle-registrar", &registration);
        let vehicle = registered(VIN, "DE", true);
        registrar.registered(&vehicle).await.unwrap();
        ask(&network, &sealed(&service, FIRST, 1)).await;
        network.settled(&service, &registration).await;
        let port = service.http_port();
        // Without either key nobody could say any more which device is which.
        for key in ["data.opening.key", "data.tombstones.key"] {
            let (file, key) = (
                network.directory.file("data.sqlite"),
                network.directory.file(key),
            );
            let text = std::fs::read(&key).unwrap();
            std::fs::remove_file(&key).unwrap();
            let error = DataService::open(&file, parameters()).await.unwrap_err();
            assert!(matches!(error, StoreError::Key { .. }), "{error}");
            std::fs::write(&key, text).unwrap();
        }
        let second = sealed(&service, SECOND, 2);
        service.stop().await;
        let file = network.directory.file("data.sqlite");
        let backup = std::fs::read(&file).unwrap();
        let service = network.data_service(port).await;
        ask(&network, &second).await;
        network.settled(&service, &registration).await;
        service.stop().await;
        network.directory.remove("data.sqlite");
        std::fs::write(&file, backup).unwrap();

        let service = network.data_service(port).await;
        // It takes the first ID for the one that may send.
        let stored = service.service().device(&device(FIRST)).await.unwrap();
        assert_eq!(stored.unwrap().clearance(), Clearance::Cleared);
        registration.tell_again().await.unwrap();
        network.settled(&service, &registration).await;
        assert_eq!(network.configuration(FIRST).unwrap().0, "initialized");
        assert_eq!(network.configuration(SECOND).unwrap().0, "operational");
    })
    .await;
}
