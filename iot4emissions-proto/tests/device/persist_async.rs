//! P-6.2 with a flash that takes its time: what follows a Persist waits for `Persisted`,
//! whatever comes in between.

use iot4emissions_proto::device::{
    ConnectionNumber, DeviceState, EventKind, Input, OtaDevice, Output, Record, RecordError,
    RequestNumber,
};
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::time::Now;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{HOUR, START, configured, operational, provisioning, settings, values};
use crate::world::{World, acquires, brief, events, message};

/// A device whose driver has given a Persist to the flash, and goes on meanwhile.
struct Slow {
    device: OtaDevice,
    now: Now,
    /// What the flash is writing, and what it has.
    writing: Option<Option<Vec<u8>>>,
    flash: Option<Vec<u8>>,
}

impl Slow {
    fn of(world: &World) -> Self {
        Self {
            device: world.device.clone(),
            now: world.time(),
            writing: None,
            flash: world.disk.clone(),
        }
    }

    fn skip(&mut self, millis: u64) {
        self.now.monotonic.0 += millis;
        self.now.wall.0 += millis;
    }

    /// All outputs up to the wait, drained at once as bindings do.
    fn drain(&mut self) -> Vec<Output> {
        let mut outputs = Vec::new();
        loop {
            match self.device.poll_output() {
                Output::Wait(_) => return outputs,
                Output::Persist => {
                    assert!(self.writing.is_none(), "one at a time");
                    self.writing = Some(self.device.record().map(Record::to_bytes));
                    outputs.push(Output::Persist);
                    let next = self.device.poll_output();
                    assert!(matches!(next, Output::Wait(_)), "P-6.2: {next:?}");
                }
                output => {
                    assert!(
                        self.writing.is_none(),
                        "P-6.2: {output:?} ran past the record"
                    );
                    outputs.push(output);
                }
            }
        }
    }

    fn give(&mut self, input: Input) -> Vec<Output> {
        self.device.handle_input(self.now, input);
        self.drain()
    }

    /// The flash is done.
    fn stored(&mut self) -> Vec<Output> {
        self.flash = self.writing.take().expect("something to write");
        let bytes = self.flash.as_ref().map_or(0, Vec::len);
        let bytes = u32::try_from(bytes).unwrap();
        self.give(Input::Persisted { bytes })
    }

    fn failed(&mut self) -> Vec<Output> {
        self.writing = None;
        self.give(Input::PersistFailed)
    }

    /// The device that the flash has.
    fn on_flash(&self) -> Record {
        Record::from_bytes(self.flash.as_ref().unwrap()).unwrap()
    }
}

fn acquire(slow: &mut Slow, number: u32) -> Vec<Output> {
    let outputs = slow.give(Input::Wake);
    let request = request_of(&outputs);
    let values = values(number);
    slow.give(Input::Acquired { request, values })
}

fn request_of(outputs: &[Output]) -> RequestNumber {
    let request = outputs.iter().find_map(|output| match output {
        Output::Acquire { request } => Some(*request),
        _ => None,
    });
    request.expect("an acquisition")
}

#[test]
fn p_6_2_nothing_is_given_out_before_it_is_stored() {
    let mut slow = Slow::of(&World::new());
    slow.give(Input::ClockTrusted { trusted: true });
    let provisioned = Input::ProvisioningComplete(Box::new(provisioning(settings())));
    assert_eq!(slow.give(provisioned), [Output::Persist]);
    // Time and inputs go on, and nothing is connected.
    for _ in 0..5 {
        slow.skip(60_000);
        assert_eq!(slow.give(Input::Wake), []);
        assert_eq!(slow.give(Input::StatusQuery), []);
    }
    let outputs = slow.stored();
    // The connection had begun when the record was changed, and has timed out since: it is
    // not asked for any more. The five queries are answered.
    let answered = outputs.iter().filter(|it| matches!(it, Output::Status(_)));
    assert!(answered.count() <= 5);
    let connects =
        |it: &Output| matches!(it, Output::Connect { connection, .. } if connection.0 == 1);
    assert!(!outputs.iter().any(connects), "{outputs:?}");
}

/// The record that was handed out is what is stored, not what it has become since.
#[test]
fn p_6_2_what_was_handed_out_is_what_is_stored() {
    let mut slow = Slow::of(&World::operational());
    slow.skip(HOUR * 1000);
    assert_eq!(acquire(&mut slow, 1), [Output::Persist]);
    // A second snapshot while the first is written.
    slow.skip(HOUR * 1000);
    assert_eq!(slow.give(Input::Wake), []);
    let outputs = slow.stored();
    assert_eq!(slow.on_flash().pending().len(), 1);
    let request = request_of(&outputs);
    let values = values(2);
    assert_eq!(
        slow.give(Input::Acquired { request, values }),
        [Output::Persist]
    );
    // It fails: the first is there, the second is not, on either side.
    let outputs = slow.failed();
    assert!(events(&outputs).contains(&EventKind::PersistFailed));
    assert_eq!(slow.device.record().unwrap().pending().len(), 1);
    assert_eq!(slow.on_flash().pending().len(), 1);
    assert!(slow.device.status().accounts.balance());
}

/// What has been changed meanwhile is not stored with it: where that fails, the record that
/// was handed out is in force.
#[test]
fn p_6_2_a_change_meanwhile_that_cannot_be_stored() {
    let mut slow = Slow::of(&World::operational());
    slow.skip(HOUR * 1000);
    assert_eq!(acquire(&mut slow, 1), [Output::Persist]);
    assert_eq!(slow.give(Input::VehicleChanged), []);
    assert_eq!(slow.device.state(), DeviceState::Provisioned);
    assert_eq!(slow.stored(), [Output::Persist]);
    let outputs = slow.failed();
    assert!(events(&outputs).contains(&EventKind::PersistFailed));
    assert_eq!(slow.device.state(), DeviceState::Operational);
    let record = slow.device.record().unwrap();
    assert_eq!(record.pending(), slow.on_flash().pending());
    assert_eq!(record.pending().len(), 1);
    assert_eq!(record.accounts().erased, 0);
}

/// Two changes before the flash is done are one more record, not two.
#[test]
fn p_6_2_changes_meanwhile_are_stored_together() {
    let mut slow = Slow::of(&World::operational());
    slow.skip(HOUR * 1000);
    assert_eq!(acquire(&mut slow, 1), [Output::Persist]);
    assert_eq!(slow.give(Input::RegisterAgain), []);
    assert_eq!(slow.give(Input::VehicleChanged), []);
    let outputs = slow.stored();
    assert_eq!(outputs, [Output::Persist]);
    let outputs = slow.stored();
    assert!(!outputs.contains(&Output::Persist), "{outputs:?}");
    assert_eq!(slow.on_flash().state(), DeviceState::Provisioned);
    assert_eq!(slow.on_flash().accounts().erased, 1);
}

/// A failure takes back what was changed since, too: it was built upon what failed.
#[test]
fn p_6_2_a_failure_takes_back_everything_since() {
    let mut slow = Slow::of(&World::operational());
    slow.skip(HOUR * 1000);
    acquire(&mut slow, 1);
    slow.give(Input::RegisterAgain);
    let outputs = slow.failed();
    assert!(events(&outputs).contains(&EventKind::PersistFailed));
    let record = slow.device.record().unwrap();
    assert_eq!(record.state(), DeviceState::Operational);
    assert_eq!(record.pending().len(), 0);
    assert_eq!(record.accounts().acquired, 0);
}

/// A PUBACK while another record is written: nothing is lost and nothing counted twice,
/// whatever becomes of the record.
#[test]
fn p_6_2_a_puback_while_the_flash_is_busy() {
    for fails in [false, true] {
        let mut world = World::operational();
        world.start_transfer();
        let (connection, publish) = world.last_publish.unwrap();
        let mut slow = Slow::of(&world);
        let error = RecordError::Inconsistent;
        let outputs = slow.give(Input::RecordUnreadable(error));
        assert_eq!(outputs, [Output::Persist]);
        let acknowledged = Input::PublishAcknowledged {
            connection,
            publish,
        };
        assert_eq!(slow.give(acknowledged.clone()), []);
        let outputs = match fails {
            true => slow.failed(),
            false => slow.stored(),
        };
        if fails {
            assert_eq!(slow.device.record().unwrap().pending().len(), 12);
        } else {
            assert_eq!(events(&outputs), [EventKind::RecordUnreadable { error }]);
            assert_eq!(outputs.last(), Some(&Output::Persist));
            slow.stored();
            assert_eq!(slow.device.record().unwrap().pending().len(), 0);
            assert_eq!(slow.device.status().accounts.acknowledged, 12);
        }
        assert_eq!(slow.give(acknowledged), []);
        assert!(slow.device.status().accounts.balance());
    }
}

/// Decommissioned while a record is written: what was stored is deleted in the end.
#[test]
fn t_13_decommissioned_while_the_flash_is_busy() {
    let mut slow = Slow::of(&World::operational());
    slow.skip(HOUR * 1000);
    acquire(&mut slow, 1);
    assert_eq!(slow.give(Input::Decommissioned), []);
    assert_eq!(slow.device.record(), None);
    let outputs = slow.stored();
    assert_eq!(outputs, [Output::Persist]);
    assert_eq!(slow.writing, Some(None), "to be deleted");
    let outputs = slow.stored();
    assert_eq!(slow.flash, None);
    let to = DeviceState::PreProvisioning;
    assert!(
        events(&outputs)
            .iter()
            .any(|kind| matches!(kind, EventKind::StateChanged { to: at, .. } if *at == to))
    );
}

/// Provisioned anew before the deletion is through.
#[test]
fn t_13_provisioned_again_while_it_is_deleted() {
    for fails in [false, true] {
        let mut slow = Slow::of(&World::operational());
        assert_eq!(slow.give(Input::Decommissioned), [Output::Persist]);
        let again = Input::ProvisioningComplete(Box::new(provisioning(settings())));
        assert_eq!(slow.give(again), []);
        if fails {
            // What could not be deleted is in force again (P-6.2).
            slow.failed();
            assert_eq!(slow.device.state(), DeviceState::Operational);
        } else {
            assert_eq!(slow.stored().last(), Some(&Output::Persist));
            slow.stored();
            assert_eq!(slow.device.state(), DeviceState::Provisioned);
            assert_eq!(slow.on_flash().accounts().acquired, 0);
        }
    }
}

/// Said twice, or where nothing was asked for, it changes nothing.
#[test]
fn p_6_2_an_answer_that_nobody_waits_for() {
    let world = World::operational();
    let mut slow = Slow::of(&world);
    let before = slow.device.clone();
    assert_eq!(slow.give(Input::Persisted { bytes: 99_999 }), []);
    assert_eq!(slow.give(Input::PersistFailed), []);
    assert_eq!(slow.device, before);
}

/// The answers to questions bear their number: a late one is of an earlier question.
#[test]
fn p_6_2_a_late_answer_of_the_obfcm_device_is_not_taken_for_the_present_one() {
    let mut world = World::operational();
    world.sleep();
    let first = world.last_acquire;
    world.acquisition_failed();
    assert!(acquires(&world.sleep()));
    let second = world.last_acquire;
    assert_ne!(first, second);
    let values = values(7);
    let late = Input::Acquired {
        request: first,
        values,
    };
    assert_eq!(world.give(late), []);
    assert_eq!(world.give(Input::AcquisitionFailed { request: first }), []);
    assert_eq!(world.accounts().acquired, 0);
    world.acquired();
    assert_eq!(world.accounts().acquired, 1);
    let failed = |kind: &EventKind| *kind == EventKind::AcquisitionFailed;
    assert_eq!(world.told(failed), 1);
}

#[test]
fn p_6_3_a_late_answer_of_the_vehicle_is_not_taken_for_the_present_one() {
    let mut world = World::provisioned(settings());
    world.connect_and_subscribe();
    world.pass(5);
    let first = world.last_read;
    world.vehicle_unreadable();
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.pass(5);
    let second = world.last_read;
    assert_ne!(first, second);
    let vehicle = Box::new(crate::factory::vehicle());
    let late = Input::VehicleRead {
        request: first,
        vehicle,
    };
    assert_eq!(world.give(late), []);
    assert_eq!(world.give(Input::VehicleUnreadable { request: first }), []);
    assert_eq!(brief(&world.vehicle_read()), ["publish 2 registerDevice"]);
}

/// Of every input and every moment: a flash that answers after any number of further inputs
/// leads to the same device as one that answers at once, and a start in between to a record
/// that the device has had.
#[test]
fn p_6_2_a_whole_day_on_a_flash_that_takes_its_time() {
    let standby = configured(ConfiguredState::Standby, 2);
    for delay in 0..4_u64 {
        let mut slow = Slow::of(&World::operational());
        let mut number = 0;
        let mut open: Option<ConnectionNumber> = None;
        let mut queue: Vec<Output> = Vec::new();
        let mut inputs = 0_u64;
        while slow.now.wall.0 < START.0 + 26 * HOUR * 1000 {
            inputs += 1;
            assert!(inputs < 5_000, "it gets nowhere");
            if slow.writing.is_some() && inputs % (delay + 1) == 0 {
                queue.extend(slow.stored());
                continue;
            }
            let Some(output) = (!queue.is_empty()).then(|| queue.remove(0)) else {
                let Output::Wait(wait) = slow.device.poll_output() else {
                    panic!("drained");
                };
                let left = match slow.writing {
                    Some(_) => 10,
                    None => wait
                        .duration_from(slow.now)
                        .map_or(60_000, |left| u64::try_from(left.as_millis()).unwrap()),
                };
                slow.skip(left);
                queue.extend(slow.give(Input::Wake));
                continue;
            };
            let answer = match output {
                Output::Acquire { request } => {
                    number += 1;
                    vec![Input::Acquired {
                        request,
                        values: values(number),
                    }]
                }
                Output::Connect { connection, .. } => {
                    open = Some(connection);
                    vec![Input::Connected { connection }]
                }
                Output::Subscribe { connection, .. } => {
                    let status = match slow.now.wall.0 > START.0 + 24 * HOUR * 1000 {
                        true => standby.to_canonical(),
                        false => operational(1).to_canonical(),
                    };
                    let text = String::from_utf8(status).unwrap();
                    vec![
                        Input::Subscribed { connection },
                        message(connection, TopicKind::ConfigServer, &text, true),
                    ]
                }
                Output::Publish {
                    connection,
                    publish,
                    ..
                } => vec![Input::PublishAcknowledged {
                    connection,
                    publish,
                }],
                Output::Disconnect { .. } => {
                    open = None;
                    Vec::new()
                }
                _ => Vec::new(),
            };
            for input in answer {
                queue.extend(slow.give(input));
            }
            assert!(slow.device.status().accounts.balance());
            if let Some(flash) = &slow.flash {
                assert!(Record::from_bytes(flash).is_ok());
            }
        }
        let accounts = slow.device.status().accounts;
        assert!(accounts.acquired >= 24, "{delay} {accounts:?}");
        assert!(accounts.acknowledged >= 12, "{delay} {accounts:?}");
        assert_eq!(open, None);
    }
}
