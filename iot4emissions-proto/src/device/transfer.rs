//! Data Transfer (P-6.5 to P-6.7, T-8, JRC127600 §4.2.3).

use super::OtaDevice;
use super::connection::{InFlight, Step};
use super::event::EventKind;
use super::input::{ConnectionNumber, PublishNumber};
use super::output::{Output, Payload};
use super::state::{Trigger, transition};
use crate::message::DataTransfer;
use crate::obfcm::Snapshot;
use crate::time::UnixSeconds;
use crate::topic::{Topic, TopicKind};

impl OtaDevice {
    /// After the configuration: publishes what is due, if anything, and else ends the
    /// connection.
    pub(super) fn publish_or_finish(&mut self) {
        let test = self
            .connection
            .as_ref()
            .is_some_and(|connection| connection.test.is_some());
        let wanted = test || self.transfer_is_due();
        if !(wanted && self.publish(None)) {
            self.transfer_done();
            self.finish();
        }
    }

    /// Publishes the oldest snapshots later than `after`, as many as fit (P-6.6), and
    /// before them those that are sent again (P-6.7). `false` where there is none, or
    /// the state forbids it.
    fn publish(&mut self, after: Option<UnixSeconds>) -> bool {
        let (Some(record), Some(connection)) = (&self.record, &self.connection) else {
            return false;
        };
        if transition(record.state, Trigger::TransferDue).is_none() {
            return false;
        }
        let kept = later(&record.kept, after);
        let pending = later(&record.pending, after);
        if kept.is_empty() && pending.is_empty() {
            return false;
        }
        let snapshots = || kept.iter().chain(pending);
        let limit = record.settings().payload_limit();
        let (payload, count) = DataTransfer::write_fitting(snapshots(), limit);
        let mut carried = snapshots().take(count);
        let (Some(first), last) = (carried.next(), carried.last()) else {
            self.raise(EventKind::PayloadLimitTooSmall);
            self.test_transferred_nothing();
            return false;
        };
        let acquired = first.acquired()..=last.unwrap_or(first).acquired();
        let connection = connection.number;
        let topic = Topic::new(TopicKind::DataDevice, record.device().clone());
        let wait = record.settings().answer_wait();
        self.last_publish.0 = self.last_publish.0.wrapping_add(1);
        let publish = self.last_publish;
        self.in_flight = Some(InFlight {
            connection,
            publish,
            acquired,
            erased: 0,
            evicted: 0,
        });
        self.outputs.push_back(Output::Publish {
            connection,
            publish,
            topic,
            payload: Payload::of(payload),
        });
        self.go_to(Step::AwaitingAcknowledgement, wait);
        true
    }

    /// A PUBACK: only now is a snapshot deleted, and only on the connection that
    /// carried it (P-6.6). One that comes after the connection was given up counts
    /// too (P-6.5).
    pub(super) fn acknowledged(&mut self, number: ConnectionNumber, publish: PublishNumber) {
        let ours = |sent: &InFlight| sent.connection == number && sent.publish == publish;
        let Some(sent) = self.in_flight.take_if(|sent| ours(sent)) else {
            return;
        };
        self.account_for(&sent);
        if !self.at_step(number, Step::AwaitingAcknowledgement) {
            return;
        }
        if !self.publish(Some(*sent.acquired.end())) {
            self.transfer_done();
            self.finish();
        }
    }

    fn account_for(&mut self, sent: &InFlight) {
        let Some(record) = &mut self.record else {
            return;
        };
        let window = record.settings().resend_window as usize;
        let (pending, kept) = (&mut record.pending, &mut record.kept);
        let before = pending.len();
        pending.retain(|snapshot| {
            let acknowledged = sent.carries(snapshot);
            if acknowledged && window > 0 {
                kept.push(*snapshot);
            }
            !acknowledged
        });
        let surplus = kept.len().saturating_sub(window);
        kept.drain(..surplus);
        let acknowledged = (before - pending.len()) as u64;
        let counts = &mut record.counts;
        counts.acknowledged += acknowledged + sent.erased + sent.evicted;
        counts.erased -= sent.erased;
        counts.evicted -= sent.evicted;
        self.changed = true;
    }
}

/// Those of `snapshots`, which ascend, that are later than `after`.
fn later(snapshots: &[Snapshot], after: Option<UnixSeconds>) -> &[Snapshot] {
    let first = after.map_or(0, |after| {
        snapshots.partition_point(|snapshot| snapshot.acquired() <= after)
    });
    &snapshots[first..]
}

impl Payload {
    /// The payload of canonical bytes, which are UTF-8 by their nature.
    pub(super) fn of(canonical: Vec<u8>) -> Self {
        match String::from_utf8(canonical) {
            Ok(text) => Self(text),
            Err(error) => Self(String::from_utf8_lossy(error.as_bytes()).into_owned()),
        }
    }
}
