//! The device's event log (P-6.16): bounded, and a frequent event does not push a rare one
//! out.

use serde::{Deserialize, Serialize};

use super::event::{Event, EventKind};
use crate::time::UnixSeconds;

/// Events of one kind in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LoggedEvent {
    /// When the first of them happened.
    pub first: UnixSeconds,
    /// When the last of them happened.
    pub last: UnixSeconds,
    /// How many there were; it stops at the type's end.
    pub count: u32,
    /// What happened; numbers in it are the last one's.
    pub kind: EventKind,
}

/// Writes `event` into `log`, which holds at most `limit` kinds: one more of a kind that is
/// there already is counted, and goes to the end. What has not happened for longest goes
/// first.
pub(super) fn write(log: &mut Vec<LoggedEvent>, limit: usize, event: Event) {
    if limit == 0 {
        return;
    }
    let same = log
        .iter()
        .position(|logged| logged.kind.is_same_kind(&event.kind));
    let entry = match same.map(|index| log.remove(index)) {
        Some(logged) => LoggedEvent {
            last: event.time,
            count: logged.count.saturating_add(1),
            kind: event.kind,
            ..logged
        },
        None => LoggedEvent {
            first: event.time,
            last: event.time,
            count: 1,
            kind: event.kind,
        },
    };
    let surplus = (log.len() + 1).saturating_sub(limit);
    log.drain(..surplus);
    log.push(entry);
}

impl EventKind {
    /// The event, as it happens at `time`.
    pub(super) const fn at(self, time: UnixSeconds) -> Event {
        Event { time, kind: self }
    }

    /// Whether both are one kind to the log: times, counts and versions do not tell kinds
    /// apart, reasons and parties do.
    fn is_same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
            && match (self, other) {
                (
                    Self::ConfigurationRefused { reason: one, .. },
                    Self::ConfigurationRefused { reason: other, .. },
                ) => one == other,
                (
                    Self::SnapshotsSetAside { reason: one, .. },
                    Self::SnapshotsSetAside { reason: other, .. },
                ) => one == other,
                (
                    Self::ConfigurationApplied { .. }
                    | Self::SnapshotNotLater { .. }
                    | Self::SnapshotEvicted { .. }
                    | Self::SnapshotsErased { .. }
                    | Self::SnapshotsReadmitted { .. }
                    | Self::ClockWentBack { .. },
                    _,
                ) => true,
                (one, other) => one == other,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::super::reason::DisconnectReason;
    use super::*;
    use crate::delivery::BrokerRole;

    const LOST: EventKind = EventKind::ConnectionLost {
        broker: BrokerRole::Data,
        reason: DisconnectReason::Closed,
    };

    fn log_of(limit: usize, kinds: &[EventKind]) -> Vec<LoggedEvent> {
        let mut log = Vec::new();
        for (time, kind) in (1..).zip(kinds) {
            write(&mut log, limit, kind.at(UnixSeconds(time)));
        }
        log
    }

    #[test]
    fn p_6_16_a_frequent_event_is_counted_and_pushes_no_rare_one_out() {
        let mut kinds = vec![EventKind::RegistrationRefused];
        kinds.extend([LOST; 1000]);
        let log = log_of(2, &kinds);
        assert_eq!(log.len(), 2);
        assert_eq!(log[0].kind, EventKind::RegistrationRefused);
        let lost = log[1];
        assert_eq!((lost.first.0, lost.last.0, lost.count), (2, 1001, 1000));
    }

    #[test]
    fn p_6_16_times_make_no_kind_and_reasons_do() {
        let later = |newest| EventKind::SnapshotNotLater {
            newest: UnixSeconds(newest),
        };
        let log = log_of(8, &[later(1), later(2)]);
        assert_eq!((log.len(), log[0].count, log[0].kind), (1, 2, later(2)));
        let other = EventKind::ConnectionLost {
            broker: BrokerRole::Data,
            reason: DisconnectReason::NoNetwork,
        };
        assert_eq!(log_of(8, &[LOST, other]).len(), 2);
    }

    #[test]
    fn p_6_16_the_log_is_bounded() {
        let kinds = [
            EventKind::RegistrationRefused,
            EventKind::NoConfiguration,
            LOST,
            EventKind::NoConfiguration,
        ];
        let kept: Vec<_> = log_of(2, &kinds).iter().map(|logged| logged.kind).collect();
        assert_eq!(kept, [LOST, EventKind::NoConfiguration]);
        assert!(log_of(0, &kinds).is_empty());
    }
}
