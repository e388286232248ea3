//! The loop that the docs of `iot4emissions_proto::driver` show, as it stands there, on a
//! real TLS stream: no MQTT client, no thread but its own.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{
    ConnectionNumber, DisconnectReason, FactoryConfiguration, Input, OtaDevice, Provisioning,
    Record,
};
use iot4emissions_proto::driver::{Driver, DriverInput, DriverOutput};
use iot4emissions_proto::identity::{DeviceSecret, Service};
use iot4emissions_proto::message::{Endpoint, Profile, RegistrationRequest};
use iot4emissions_proto::obfcm::{Parameter, Tenths, Values};
use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
use iot4emissions_proto::topic::TopicKind;
use network::authority::Authority;
use network::tls::{KeyExchange, client_config};
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, ClientConnection, StreamOwned};

use crate::side::{DEVICE, SETTINGS, Side, VEHICLE, configuration, receive, valid};

#[rustfmt::skip] // As the docs have it.
fn run<S: Read + Write>(
    driver: &mut Driver,
    clock: impl Fn() -> Now, // CLOCK_BOOTTIME and the time of day
    open: impl Fn(&Endpoint) -> Result<S, DisconnectReason>, // TCP and mutual TLS
    vehicle: &RegistrationRequest, // VIN and attributes, as the vehicle says them
    obfcm: impl Fn() -> Option<Values>,
    stored: &mut Vec<u8>, // in a vehicle a file: written, flushed, renamed
    mut runs: impl FnMut() -> bool,
) {
    let (mut opened, mut buffer) = (None::<(ConnectionNumber, S)>, [0; 4096]);
    let closed = |connection, reason| DriverInput::Closed { connection, reason };
    while runs() {
        let input = match (driver.poll(), &mut opened) {
            (DriverOutput::Open { connection, endpoint, .. }, _) => match open(&endpoint) {
                Ok(stream) => { opened = Some((connection, stream)); DriverInput::Opened { connection } }
                Err(reason) => closed(connection, reason),
            },
            (DriverOutput::Write { bytes, .. }, Some((connection, stream))) => {
                if stream.write_all(&bytes).and_then(|()| stream.flush()).is_ok() { continue }
                closed(*connection, DisconnectReason::Closed)
            }
            (DriverOutput::Close { connection }, _) => { opened = None; closed(connection, DisconnectReason::Closed) }
            (DriverOutput::Persist, _) => {
                *stored = driver.device().record().map(|record| record.to_bytes()).unwrap_or_default();
                Input::Persisted { bytes: stored.len() as u32 }.into()
            }
            (DriverOutput::ReadVehicle { request }, _) => Input::VehicleRead { request, vehicle: Box::new(vehicle.clone()) }.into(),
            (DriverOutput::Acquire { request }, _) => obfcm()
                .map_or(Input::AcquisitionFailed { request }, |values| Input::Acquired { request, values }).into(),
            (DriverOutput::Wait(_), Some((connection, stream))) => match stream.read(&mut buffer) {
                Ok(length @ 1..) => DriverInput::Received { connection: *connection, bytes: buffer[..length].into() },
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Input::Wake.into(),
                Ok(_) | Err(_) => closed(*connection, DisconnectReason::Closed),
            },
            (DriverOutput::Wait(wait), None) => { sleep(wait.duration_from(clock())); Input::Wake.into() }
            _ => continue, // events, status and restart are for whom they concern
        };
        driver.handle(clock(), input);
    }
}

/// At most a tenth of a second here, so that the test can end the loop.
fn sleep(wait: Option<Duration>) {
    let longest = Duration::from_millis(100);
    std::thread::sleep(wait.unwrap_or(longest).min(longest));
}

type Tls = StreamOwned<ClientConnection, TcpStream>;

fn open(tls: &Arc<ClientConfig>, endpoint: &Endpoint) -> Result<Tls, DisconnectReason> {
    let address = (endpoint.host.as_str(), endpoint.port.get());
    let mut tcp = TcpStream::connect(address).map_err(|_| DisconnectReason::Tcp)?;
    let name = ServerName::try_from(endpoint.host.as_str().to_owned())
        .map_err(|_| DisconnectReason::NameResolution)?;
    let mut session =
        ClientConnection::new(Arc::clone(tls), name).map_err(|_| DisconnectReason::Tls)?;
    session
        .complete_io(&mut tcp)
        .map_err(|_| DisconnectReason::Tls)?;
    let timeout = Some(Duration::from_millis(50));
    tcp.set_read_timeout(timeout)
        .map_err(|_| DisconnectReason::Tcp)?;
    Ok(StreamOwned::new(session, tcp))
}

/// A device on the loop until `runs` is `false`; its record in the end.
fn device(
    authority: &Authority,
    sides: [&Side; 2],
    runs: Arc<AtomicBool>,
) -> std::thread::JoinHandle<Vec<u8>> {
    let identity = authority
        .issue_device(&DEVICE.parse().unwrap(), valid())
        .unwrap();
    let ca = authority.certificate_der();
    let tls = client_config(ca, Some(&identity), KeyExchange::Classical).unwrap();
    let [registration_mqtt, obfcm_data_mqtt] = sides.map(|side| Endpoint {
        host: "127.0.0.1".parse().unwrap(),
        port: side.broker.port().try_into().unwrap(),
    });
    let factory = FactoryConfiguration {
        permitted_domains: vec!["127.0.0.1".parse().unwrap()],
        registration_mqtt,
        obfcm_data_mqtt,
        config_check_frequency: "0/2 * * * * ?".parse().unwrap(),
        settings: serde_json::from_str(SETTINGS).unwrap(),
    };
    let device = DEVICE.parse().unwrap();
    let vehicle = RegistrationRequest::decode(VEHICLE.as_bytes(), Profile::Strict);
    let vehicle = vehicle.unwrap().message;
    let began = Instant::now();
    let clock = move || Now {
        monotonic: MonotonicMillis::default().plus(began.elapsed()),
        wall: UnixMillis::default().plus(SystemTime::now().duration_since(UNIX_EPOCH).unwrap()),
    };
    let obfcm = move || {
        let mut values = Values::default();
        let tenths = u32::try_from(began.elapsed().as_millis()).ok()?;
        values.set(Parameter::TotalFuelConsumed, Tenths::new(tenths));
        Some(values)
    };
    std::thread::spawn(move || {
        let mut driver = Driver::new(OtaDevice::new());
        driver.handle(clock(), Input::ClockTrusted { trusted: true }.into());
        let secret = DeviceSecret::new([7; 16]).unwrap();
        let provisioning = Box::new(Provisioning {
            data_pseudonym: None,
            device,
            secret,
            factory,
        });
        driver.handle(clock(), Input::ProvisioningComplete(provisioning).into());
        let mut stored = Vec::new();
        let runs = || runs.load(Ordering::Relaxed);
        run(
            &mut driver,
            clock,
            |endpoint| open(&tls, endpoint),
            &vehicle,
            obfcm,
            &mut stored,
            runs,
        );
        stored
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_loop_of_the_docs_registers_and_transfers_over_tls() {
    let test = tokio::time::timeout(Duration::from_secs(60), life());
    test.await.expect("the test takes longer than 60 s");
}

async fn life() {
    let authority = Authority::new("Test CA", valid()).unwrap();
    let (kind, role) = (TopicKind::RegisterDevice, BrokerRole::Registration);
    let mut registration = Side::start(&authority, Service::Registration, role, kind).await;
    let (kind, role) = (TopicKind::DataDevice, BrokerRole::Data);
    let mut data = Side::start(&authority, Service::Data, role, kind).await;
    let configuration = configuration(&registration.address(), &data.address());
    data.retain("configServer", &configuration).await;

    let runs = Arc::new(AtomicBool::new(true));
    let device = device(&authority, [&registration, &data], Arc::clone(&runs));
    let request = registration.service.next().await.unwrap();
    let decoded = RegistrationRequest::decode(&request.payload, Profile::Strict);
    assert_eq!(decoded.unwrap().message.to_canonical(), VEHICLE.as_bytes());
    request.acknowledgement.send();
    registration
        .retain("registerServer", r#"{"deviceState":"registered"}"#)
        .await;
    let mut received = BTreeSet::new();
    while received.len() < 3 {
        receive(&mut data.service, &mut received).await;
    }
    runs.store(false, Ordering::Relaxed);
    let stored = tokio::task::spawn_blocking(|| device.join().unwrap())
        .await
        .unwrap();
    let accounts = Record::from_bytes(&stored).unwrap().accounts();
    assert!(
        accounts.balance() && accounts.acknowledged > 0,
        "{accounts:?}"
    );
    // What was acknowledged has arrived.
    while (received.len() as u64) < accounts.acknowledged {
        receive(&mut data.service, &mut received).await;
    }
}

/// The loop above is the one that is shown: compared without white space.
#[test]
fn the_loop_is_the_one_of_the_docs() {
    let docs = include_str!("../../../../iot4emissions-proto/src/driver.rs");
    let shown = docs.lines().filter_map(|line| line.strip_prefix("//! "));
    let shown = shown.skip_while(|line| !line.starts_with("fn run<"));
    let shown: Vec<_> = shown.take_while(|line| !line.starts_with('#')).collect();
    assert!(shown.len() > 20 && shown.len() <= 40, "{}", shown.len());
    let here = include_str!("bare_stream.rs");
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    assert!(
        squeezed(here).contains(&squeezed(&shown.join("\n"))),
        "the docs show another loop than this file has"
    );
}
