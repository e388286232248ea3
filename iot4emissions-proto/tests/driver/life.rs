//! A device's life on byte streams.

use iot4emissions_proto::device::{DeviceState, Input, OtaDevice, Record};
use iot4emissions_proto::driver::Driver;
use iot4emissions_proto::message::{DataTransfer, Profile, RegistrationRequest};

use crate::host::{DEVICE, Host, REGISTERED, operational};

#[test]
fn registers_is_configured_acquires_and_transfers() {
    let mut host = Host::new();
    host.retain("configServer", &operational(1).to_canonical());
    // Nobody knows it: it asks.
    while host.broker.published.is_empty() {
        host.step();
        host.settle();
    }
    let (topic, payload) = host.broker.published.remove(0);
    assert_eq!(topic, format!("iot4emissions/registerDevice/{DEVICE}"));
    RegistrationRequest::decode(&payload, Profile::Strict).unwrap();
    // The answer, live.
    host.broker.send(
        &format!("iot4emissions/registerServer/{DEVICE}"),
        REGISTERED,
        false,
    );
    host.run(DeviceState::Operational);
    for _ in 0..3 {
        host.acquire();
    }
    while host.broker.published.is_empty() {
        host.step();
        host.settle();
    }
    let (topic, payload) = host.broker.published.remove(0);
    assert_eq!(topic, format!("iot4emissions/dataDevice/{DEVICE}"));
    let transfer = DataTransfer::decode(&payload, Profile::Strict).unwrap();
    assert_eq!(transfer.message.snapshots().len(), 3);
    assert_eq!(host.record().accounts().acknowledged, 3);
    // CONNECT, SUBSCRIBE, what was published, PUBACKs, DISCONNECT; thrice, in order.
    let packets = &host.broker.packets;
    let sessions: Vec<&[u8]> = packets.split_inclusive(|first| *first == 0xe0).collect();
    assert_eq!(sessions.len(), 4, "{packets:02x?}");
    assert!(
        sessions
            .iter()
            .all(|session| session.starts_with(&[0x10, 0x82]))
    );
    assert!(sessions.iter().all(|session| session.ends_with(&[0xe0])));
    assert_eq!(host.stream, None);
}

#[test]
fn goes_on_from_the_record_that_it_stored() {
    let mut host = Host::operational();
    host.acquire();
    let record = Record::from_bytes(host.stored.as_ref().unwrap()).unwrap();
    host.driver = Driver::new(OtaDevice::restore(record));
    host.tell(Input::ClockTrusted { trusted: true });
    while host.record().accounts().acknowledged == 0 {
        host.step();
        host.settle();
    }
    assert_eq!(host.driver.device().state(), DeviceState::Operational);
}

#[test]
fn a_driver_that_is_told_nothing_waits() {
    let driver = || Driver::new(OtaDevice::new());
    let wait = iot4emissions_proto::driver::DriverOutput::Wait(Default::default());
    assert_eq!(driver().poll(), wait);
}
