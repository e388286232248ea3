//! The record (P-6.2): nothing is written that follows one which is not stored.

use iot4emissions_proto::device::{DeviceState, Input};
use iot4emissions_proto::driver::DriverOutput;

use crate::host::{Host, REGISTERED};

/// Carries out outputs, and hands over what comes, until a record is to be stored.
fn until_persist(host: &mut Host) {
    for _ in 0..1000 {
        match host.next() {
            DriverOutput::Persist => return,
            DriverOutput::Wait(wait) => match host.read() {
                Some(input) => host.tell(input),
                None => host.pass_to(wait),
            },
            output => host.carry_out(output),
        }
    }
    panic!("nothing is to be stored");
}

/// One that is to store that it is registered, on the connection on which it heard so.
fn registered_and_storing() -> Host {
    let mut host = Host::new();
    host.retain("registerServer", REGISTERED);
    until_persist(&mut host);
    host.tell(Input::Persisted { bytes: 100 });
    until_persist(&mut host);
    assert_eq!(host.driver.device().state(), DeviceState::Registered);
    assert!(host.stream.is_some());
    host
}

fn waits_for_a_minute(host: &mut Host) {
    for _ in 0..3 {
        host.pass(20_000);
        host.tell(Input::Wake);
        assert!(matches!(host.next(), DriverOutput::Wait(_)));
    }
}

#[test]
fn p_6_2_nothing_is_given_out_while_a_record_is_being_stored() {
    let mut host = Host::new();
    until_persist(&mut host);
    waits_for_a_minute(&mut host);
    host.tell(Input::Persisted { bytes: 100 });
    assert!(!matches!(host.next(), DriverOutput::Wait(_)));
}

/// Not even the PINGREQ that has become due; what came before the record was written.
#[test]
fn p_6_2_neither_is_anything_written() {
    let mut host = registered_and_storing();
    assert_eq!(host.broker.packets, [0x10, 0x82, 0x40]);
    waits_for_a_minute(&mut host);
    host.tell(Input::Persisted { bytes: 100 });
    while host.stream.is_some() {
        let output = host.next();
        host.carry_out(output);
    }
    assert_eq!(host.broker.packets[3..], [0xc0, 0xe0]);
}

#[test]
fn p_6_2_a_record_that_cannot_be_stored_ends_the_connection() {
    let mut host = registered_and_storing();
    let connection = host.stream.unwrap();
    host.tell(Input::PersistFailed);
    assert_eq!(host.driver.device().state(), DeviceState::Provisioned);
    assert!(matches!(host.next(), DriverOutput::Write { .. }));
    assert_eq!(host.next(), DriverOutput::Close { connection });
}

/// What is said of the connection that was given up must not be taken for news of the
/// next one.
#[test]
fn p_6_2_no_connection_has_the_number_of_one_that_was_given_up() {
    let mut host = Host::operational();
    host.acquire();
    let mut numbers = Vec::new();
    for _ in 0..6 {
        let connection = host.connect();
        assert!(
            !numbers.contains(&connection),
            "{connection:?} after {numbers:?}"
        );
        numbers.push(connection);
        // The configuration check or the transfer is done, and cannot be stored.
        until_persist(&mut host);
        host.tell(Input::PersistFailed);
        host.settle();
    }
}
