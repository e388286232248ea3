//! What its owner had erased is nowhere any more (P-7.14), what has been kept for long
//! enough goes (P-7.15), and two owners' data is no series (P-7.13).

use iot4emissions_proto::services::call::{Answer, Call};
use iot4emissions_proto::services::registration::{StoredData, StoredDataPolicy};
use iot4emissions_proto::services::retention::RetentionPeriods;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::TopicKind;
use network::services::data::{DataService, Received};
use network::services::database::StoreError;
use network::services::registration::{
    DataErased, OwnerChanged, RegistrationRules, RegistrationService, VehicleScrapped,
};
use network::services::running::data::RunningDataService;
use network::services::running::registration::RunningRegistrationService;

use crate::common::within;
use crate::network::*;

/// Found nowhere by chance.
const ERASED: &str = "erased-5b1f8c2e";
const OTHER: &str = "other-90d3a7";

const DATA: &str = r#"{"data":[{"acquired":1699000000,"tfc":10.0,"tdt":100.0}]}"#;
const CONFLICTING: &str = r#"{"data":[{"acquired":1699000000,"tfc":10.5,"tdt":100.0}]}"#;

/// Every file that a service has written.
const FILES: [&str; 3] = [
    "data.sqlite",
    "data.tombstones.sqlite",
    "registration.sqlite",
];

/// Two vehicles, each with data, a conflict and something that could not be read.
async fn living(network: &Network) -> (RunningDataService, RunningRegistrationService) {
    let (data, registration) = network.services().await;
    let registrar = network.client("vehicle-registrar", &registration);
    for (device, vin) in [(ERASED, VIN), (OTHER, OTHER_VIN)] {
        network.ask(device, vin).await;
        let registered = registered(vin, "DE", true);
        registrar.registered(&registered).await.unwrap();
        network.settled(&data, &registration).await;
        for payload in [DATA, CONFLICTING, "unreadable"] {
            network.send(device, payload).await;
        }
        network.settled(&data, &registration).await;
    }
    // A device that asks for a vehicle that has one: a notice names both.
    network.ask("third-11", VIN).await;
    network.settled(&data, &registration).await;
    (data, registration)
}

/// The files in which the text stands.
fn files_with(network: &Network, text: &str) -> Vec<&'static str> {
    let bytes = FILES.map(|name| (name, network.directory.bytes(name)));
    let found = bytes.iter().filter(|(_, bytes)| contains(bytes, text));
    found.map(|(name, _)| *name).collect()
}

fn erased() -> DataErased {
    DataErased { vin: vin(VIN) }
}

#[tokio::test]
async fn p_7_14_nothing_that_is_erased_is_left_in_any_file_or_broker() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = living(&network).await;
        assert_eq!(
            files_with(&network, ERASED),
            ["data.sqlite", "registration.sqlite"]
        );
        assert_eq!(files_with(&network, VIN), ["registration.sqlite"]);
        assert_eq!(network.status(ERASED).unwrap(), REGISTERED);

        let manager = network.client("consent-manager", &registration);
        manager.erased(&erased()).await.unwrap();
        network.settled(&data, &registration).await;
        assert!(network.configuration(ERASED).is_none());
        assert!(network.status(ERASED).is_none());
        // The one that was refused is no longer told so either.
        assert!(network.status("third-11").is_none());
        assert_eq!(files_with(&network, ERASED), [""; 0]);
        assert_eq!(files_with(&network, VIN), [""; 0]);

        // The other vehicle has lost nothing.
        assert_eq!(network.configuration(OTHER), commands("operational", 2));
        let stored = data.service().snapshots(&device(OTHER)).await.unwrap();
        assert_eq!((stored.len(), stored[0].conflicting), (1, true));

        // Late data is nobody's, and leaves nothing either.
        network.send(ERASED, DATA).await;
        network.settled(&data, &registration).await;
        assert_eq!(data.service().counts().await.unwrap().unknown, 1);
        // Once more, of a vehicle that nobody knows now.
        let answer = manager.erased(&erased()).await.unwrap();
        assert!(!answer.call_outstanding);
        network.settled(&data, &registration).await;
        data.stop().await;
        registration.stop().await;
        assert_eq!(files_with(&network, ERASED), [""; 0]);
        assert_eq!(files_with(&network, VIN), [""; 0]);
        assert_eq!(
            files_with(&network, OTHER),
            ["data.sqlite", "registration.sqlite"]
        );
    })
    .await;
}

#[tokio::test]
async fn p_7_14_a_device_whose_data_was_erased_may_come_again() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = living(&network).await;
        let manager = network.client("consent-manager", &registration);
        manager.erased(&erased()).await.unwrap();
        network.settled(&data, &registration).await;

        let registrar = network.client("vehicle-registrar", &registration);
        registrar
            .registered(&registered(VIN, "DE", true))
            .await
            .unwrap();
        network.ask(ERASED, VIN).await;
        network.settled(&data, &registration).await;
        assert_eq!(network.status(ERASED).unwrap(), REGISTERED);
        // What it acquired before the erasure is late data.
        network.send(ERASED, DATA).await;
        let later = format!(r#"{{"data":[{{"acquired":{},"tfc":11.0}}]}}"#, NOW.0);
        network.send(ERASED, &later).await;
        network.settled(&data, &registration).await;
        let stored = data.service().snapshots(&device(ERASED)).await.unwrap();
        let acquired: Vec<_> = stored.iter().map(|it| it.snapshot.acquired()).collect();
        assert_eq!(acquired, [NOW]);
        assert_eq!(data.service().counts().await.unwrap().withdrawn, 1);
    })
    .await;
}

#[tokio::test]
async fn p_7_14_a_backup_does_not_bring_back_what_was_erased() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = living(&network).await;
        let port = data.http_port();
        data.stop().await;
        let file = network.directory.file("data.sqlite");
        let backup = std::fs::read(&file).unwrap();
        assert!(contains(&backup, ERASED));
        let data = network.data_service(port).await;
        let manager = network.client("consent-manager", &registration);
        manager.erased(&erased()).await.unwrap();
        network.settled(&data, &registration).await;
        data.stop().await;
        network.directory.remove("data.sqlite");
        std::fs::write(&file, backup).unwrap();

        let data = network.data_service(port).await;
        assert_eq!(files_with(&network, ERASED), [""; 0]);
        let devices = data.service().devices().await.unwrap();
        let devices: Vec<_> = devices.iter().map(|it| it.device.as_str()).collect();
        assert_eq!(devices, [OTHER]);
        network.send(ERASED, DATA).await;
        network.settled(&data, &registration).await;
        assert_eq!(data.service().snapshots(&device(ERASED)).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn p_7_14_scrapped_the_vehicle_goes_and_its_data_stays_nobodys() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = living(&network).await;
        let registrar = network.client("vehicle-registrar", &registration);
        let scrapped = VehicleScrapped { vin: vin(VIN) };
        registrar.scrapped(&scrapped).await.unwrap();
        network.settled(&data, &registration).await;
        assert_eq!(files_with(&network, VIN), [""; 0]);
        assert_eq!(files_with(&network, ERASED), ["data.sqlite"]);
        assert!(network.status(ERASED).is_none());
        assert_eq!(network.configuration(ERASED), commands("initialized", 3));
        let stored = data.service().snapshots(&device(ERASED)).await.unwrap();
        assert_eq!(stored.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn p_7_14_a_tombstone_without_its_key_is_an_error() {
    within(async {
        let directory = Directory::new();
        let file = directory.file("data.sqlite");
        let service = DataService::open(&file, parameters()).await.unwrap();
        let forgotten = Call::forgotten(device(ERASED), number(1));
        let (answer, publication) = service.answer(&forgotten, NOW).await.unwrap();
        assert_eq!(answer, Answer::Applied);
        assert_eq!(publication[0].payload, b"");
        service.close().await;
        let key = directory.file("data.tombstones.key");
        let text = std::fs::read_to_string(&key).unwrap();
        assert_eq!(text.trim_end().len(), 64);
        std::fs::remove_file(&key).unwrap();
        let error = DataService::open(&file, parameters()).await.unwrap_err();
        assert!(matches!(error, StoreError::Key { .. }), "{error}");
        std::fs::write(&key, text).unwrap();
        let service = DataService::open(&file, parameters()).await.unwrap();
        let (answer, _) = service.answer(&forgotten, NOW).await.unwrap();
        assert_eq!(answer, Answer::Applied);
    })
    .await;
}

#[tokio::test]
async fn p_7_13_what_two_owners_drove_is_no_series() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = living(&network).await;
        let registrar = network.client("vehicle-registrar", &registration);
        let sold = OwnerChanged {
            vin: vin(VIN),
            consent: true,
        };
        registrar.owner(&sold).await.unwrap();
        network.settled(&data, &registration).await;
        assert_eq!(network.configuration(ERASED), commands("operational", 2));
        // Less than before: of one owner that is a counter that begins anew.
        let later = format!(r#"{{"data":[{{"acquired":{},"tfc":1.0}}]}}"#, NOW.0);
        network.send(ERASED, &later).await;
        network.send(OTHER, &later).await;
        network.settled(&data, &registration).await;
        let segments = async |id: &str| {
            let stored = data.service().snapshots(&device(id)).await.unwrap();
            let each = stored.iter().map(|it| (it.segment, it.findings.join(" ")));
            each.collect::<Vec<_>>()
        };
        let none = String::new;
        assert_eq!(segments(ERASED).await, [(0, none()), (1, none())]);
        let reset = "reset".to_owned();
        assert_eq!(segments(OTHER).await, [(0, none()), (0, reset)]);
        // An export has them as two vehicles.
        let folder = network.directory.file("export");
        network::export::export(data.service(), &folder)
            .await
            .unwrap();
        for (file, names) in [("transfers.ndjson", 3), ("vehicles.ndjson", 3)] {
            let text = std::fs::read_to_string(folder.join(file)).unwrap();
            assert_eq!(text.lines().count(), names, "{file}");
            let second = format!("\"device\":\"{ERASED}-s1\"");
            assert_eq!(text.matches(&second).count(), 1, "{file}");
        }
    })
    .await;
}

const DAY: u64 = 86_400;

fn periods() -> RetentionPeriods {
    RetentionPeriods {
        snapshots: 30,
        devices: 60,
        quarantine: 10,
        tombstones: 60,
        vehicles: 20,
        notices: 10,
    }
}

#[tokio::test]
async fn p_7_15_what_the_data_service_has_kept_for_long_enough_goes() {
    within(async {
        let network = Network::start().await;
        let (data, registration) = living(&network).await;
        let registrar = network.client("vehicle-registrar", &registration);
        let scrapped = VehicleScrapped { vin: vin(VIN) };
        registrar.scrapped(&scrapped).await.unwrap();
        network.settled(&data, &registration).await;
        let service = data.service();
        let after = |days: u64| UnixSeconds(NOW.0 + days * DAY);

        // Nothing is old yet. A clock that is far ahead is not believed.
        let none = service.sweep(&periods(), after(1)).await.unwrap();
        assert_eq!((none.rows, none.publications.len()), (0, 0));
        let error = service.sweep(&periods(), after(400)).await.unwrap_err();
        assert!(matches!(error, StoreError::ClockAhead { .. }), "{error}");

        // Two payloads that could not be read.
        let swept = service.sweep(&periods(), after(11)).await.unwrap();
        assert_eq!(swept.rows, 2);
        // Two snapshots and what conflicts with them, acquired eleven days before.
        let swept = service.sweep(&periods(), after(20)).await.unwrap();
        assert_eq!((swept.rows, swept.publications.len()), (4, 0));
        // The device that may not send, of which nothing is left.
        let swept = service.sweep(&periods(), after(61)).await.unwrap();
        assert_eq!(swept.rows, 1);
        let cleared = topic(TopicKind::ConfigServer, ERASED);
        assert_eq!(swept.publications[0].topic, cleared);
        assert_eq!(files_with(&network, ERASED), [""; 0]);
        let devices = service.devices().await.unwrap();
        assert_eq!(devices.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn p_7_15_what_the_registration_service_has_kept_for_long_enough_goes() {
    within(async {
        let directory = Directory::new();
        let file = directory.file("registration.sqlite");
        let rules = RegistrationRules {
            stored_data: StoredDataPolicy {
                scrapping: StoredData::Erase,
                ..StoredDataPolicy::default()
            },
            ..RegistrationRules::default()
        };
        let service = RegistrationService::open(&file, rules).await.unwrap();
        let asks = topic(TopicKind::RegisterDevice, ERASED);
        let unreadable = topic(TopicKind::RegisterDevice, "unreadable-3c");
        service.receive(&asks, &request(VIN), NOW).await.unwrap();
        let actions = service.receive(&unreadable, b"{", NOW).await.unwrap();
        assert_eq!(actions.len(), 2);
        let after = |days: u64| UnixSeconds(NOW.0 + days * DAY);

        assert_eq!(service.sweep(&periods(), after(1)).await.unwrap(), []);
        // The notice about what could not be read, and the answer to it.
        let actions = service.sweep(&periods(), after(11)).await.unwrap();
        assert_eq!(actions.len(), 1);
        let left = service.unpublished().await.unwrap();
        service.published(&left).await.unwrap();
        assert!(!contains(
            &directory.bytes("registration.sqlite"),
            "unreadable-3c"
        ));
        // A vehicle that no registrar has ever named ends as a scrapped one.
        assert_eq!(service.sweep(&periods(), after(21)).await.unwrap().len(), 1);
        let call = service.outstanding().await.unwrap().remove(0);
        assert_eq!(call, Call::forgotten(device(ERASED), number(2)));
        let done = service.call_answered(&call, Answer::Applied, after(21));
        done.await.unwrap();
        let left = service.unpublished().await.unwrap();
        service.published(&left).await.unwrap();
        let bytes = directory.bytes("registration.sqlite");
        assert!(!contains(&bytes, VIN) && !contains(&bytes, ERASED));
    })
    .await;
}

/// Killed between the tombstone and the erasure, the service takes the device for forgotten
/// when it starts again, and before that when it is asked.
#[tokio::test]
async fn p_7_14_an_erasure_that_was_cut_short_is_finished() {
    within(async {
        let directory = Directory::new();
        let file = directory.file("data.sqlite");
        let service = DataService::open(&file, parameters()).await.unwrap();
        let introduction = introduced(ERASED, 1);
        let (applied, _) = service.answer(&introduction, NOW).await.unwrap();
        assert_eq!(applied, Answer::Applied);
        let cleared = Call::cleared(device(ERASED), number(2));
        let (applied, _) = service.answer(&cleared, NOW).await.unwrap();
        assert_eq!(applied, Answer::Applied);
        service.close().await;
        let before = std::fs::read(&file).unwrap();
        let service = DataService::open(&file, parameters()).await.unwrap();
        let forgotten = Call::forgotten(device(ERASED), number(3));
        let (applied, _) = service.answer(&forgotten, NOW).await.unwrap();
        assert_eq!(applied, Answer::Applied);
        service.close().await;

        directory.remove("data.sqlite");
        std::fs::write(&file, before).unwrap();
        let service = DataService::open(&file, parameters()).await.unwrap();
        assert!(!contains(&directory.bytes("data.sqlite"), ERASED));
        let sent = topic(TopicKind::DataDevice, ERASED);
        let received = service.receive(&sent, DATA.as_bytes(), NOW).await;
        assert_eq!(received.unwrap(), Received::Unknown);
        let late = service.answer(&cleared, NOW).await.unwrap();
        assert_eq!(late, (Answer::Overtaken { last: number(3) }, Vec::new()));
    })
    .await;
}
