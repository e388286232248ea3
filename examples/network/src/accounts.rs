//! The run's table, and whether its sums balance (P-6.16, P-7.7).

use std::collections::BTreeMap;
use std::fmt;

use iot4emissions_proto::device::{Accounts, DeviceState};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::obfcm::Values;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::TopicKind;

use crate::demonstration::RunError;
use crate::driver::Driver;
use crate::services::data::{DataService, StoredSnapshot};
use crate::services::registration::RegistrationService;

/// What the vehicles' devices account for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DevicesSide {
    /// How many devices are in which state.
    pub states: BTreeMap<DeviceState, u64>,
    /// Messages by kind, in the order of [`TopicKind::ALL`], as the devices saw them.
    pub messages: [u64; 4],
    /// What became of the snapshots of all devices.
    pub snapshots: Accounts,
    /// Snapshots in acknowledged Data Transfers, each as often as it was sent.
    pub delivered: u64,
    /// The payloads' bytes, both ways.
    pub payload_bytes: u64,
    /// The bytes of all MQTT packets, both ways; 0 without MQTT.
    pub mqtt_bytes: u64,
    /// The bytes on the TCP connections, both ways; 0 without one.
    pub wire_bytes: u64,
    /// Connections that were tried.
    pub connections: u64,
    /// Devices whose own sum does not balance.
    pub unbalanced: u64,
}

impl DevicesSide {
    /// The sum over all devices.
    #[must_use]
    pub fn of<'d>(drivers: impl IntoIterator<Item = &'d Driver>) -> Self {
        let mut side = Self::default();
        for driver in drivers {
            let status = driver.device().status();
            let tally = driver.tally();
            *side.states.entry(status.state).or_default() += 1;
            for (sum, count) in side.messages.iter_mut().zip(tally.messages) {
                *sum += count;
            }
            let (sum, accounts) = (&mut side.snapshots, status.accounts);
            sum.acquired += accounts.acquired;
            sum.acknowledged += accounts.acknowledged;
            sum.pending += accounts.pending;
            sum.erased += accounts.erased;
            sum.evicted += accounts.evicted;
            sum.set_aside += accounts.set_aside;
            side.unbalanced += u64::from(!accounts.balance());
            side.delivered += tally.delivered;
            side.payload_bytes += tally.payload_bytes;
            side.mqtt_bytes += tally.mqtt_bytes;
            side.wire_bytes += tally.wire_bytes;
            side.connections += tally.connections;
        }
        side
    }
}

/// What the Data Service accounts for: the snapshots of every Data Transfer that
/// reached it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ServiceSide {
    /// Stored for the first time.
    pub stored: u64,
    /// Stored already, with the same values.
    pub duplicate: u64,
    /// Stored already, with other values, and flagged.
    pub conflicting: u64,
    /// From devices on the deny-list.
    pub refused: u64,
    /// From devices that are cleared again, acquired before their last withdrawal ended.
    pub withdrawn: u64,
    /// Payloads from unknown devices, which are not read (P-7.7).
    pub ignored: u64,
    /// Payloads that could not be read, by the message: nobody can count what is in
    /// them.
    pub quarantined: u64,
    /// Stored snapshots that are implausible (P-7.9).
    pub flagged: u64,
    /// Data Transfers that arrived.
    pub transfers: u64,
    /// Registration Requests that arrived.
    pub requests: u64,
    /// Registration Requests that were refused.
    pub requests_refused: u64,
    /// What the brokers refused: connections, publishes, subscriptions, deliveries.
    pub refused_by_brokers: u64,
}

impl ServiceSide {
    /// What both services account for.
    ///
    /// # Errors
    /// Where a database cannot be read.
    pub async fn of(
        registration: &RegistrationService,
        data: &DataService,
        refused_by_brokers: u64,
    ) -> Result<Self, RunError> {
        let failed = |error| RunError::of("the database", error);
        let registration = registration.counts().await.map_err(failed)?;
        let data = data.counts().await.map_err(failed)?;
        Ok(Self {
            stored: data.stored,
            duplicate: data.duplicate,
            conflicting: data.conflicting,
            refused: data.refused_snapshots,
            withdrawn: data.withdrawn,
            ignored: data.unknown,
            quarantined: data.quarantined,
            flagged: data.implausible,
            transfers: data.messages,
            requests: registration.requests,
            requests_refused: registration.refused + registration.unreadable,
            refused_by_brokers,
        })
    }

    /// The snapshots that reached the service.
    #[must_use]
    pub const fn received(&self) -> u64 {
        self.stored + self.duplicate + self.conflicting + self.refused + self.withdrawn
    }
}

/// The snapshots that the Data Service has stored of a device, by their time.
///
/// # Errors
/// Where the database cannot be read.
pub async fn stored(
    data: &DataService,
    device: &DeviceId,
) -> Result<BTreeMap<UnixSeconds, Values>, RunError> {
    let snapshots = data.snapshots(device).await;
    let snapshots = snapshots.map_err(|error| RunError::of("the database", error))?;
    let by_time = |stored: &StoredSnapshot| (stored.snapshot.acquired(), *stored.snapshot.values());
    Ok(snapshots.iter().map(by_time).collect())
}

/// The whole run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The number of vehicles.
    pub vehicles: u32,
    /// The number of months.
    pub months: u32,
    /// The devices' side.
    pub devices: DevicesSide,
    /// The services' side.
    pub service: ServiceSide,
    /// Acknowledged snapshots that the service has not stored exactly as sent.
    pub missing: u64,
    /// Snapshots that the service has stored and no device knows as acknowledged.
    pub surplus: u64,
}

impl Table {
    /// What does not balance, or was refused unexpectedly; nothing where all is well.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let (devices, service) = (&self.devices, &self.service);
        let mut problems = Vec::new();
        let mut expect_zero = |count: u64, what: &str| {
            if count != 0 {
                problems.push(format!("{count} {what}"));
            }
        };
        expect_zero(devices.unbalanced, "devices whose own sum does not balance");
        expect_zero(
            self.missing,
            "acknowledged snapshots that are not stored as sent",
        );
        expect_zero(
            self.surplus,
            "stored snapshots that were never acknowledged",
        );
        expect_zero(
            service.conflicting,
            "snapshots stored before with other values",
        );
        expect_zero(
            service.refused,
            "snapshots refused from devices on the deny-list",
        );
        expect_zero(
            service.withdrawn,
            "snapshots refused as from before a withdrawal's end",
        );
        expect_zero(service.ignored, "payloads from unknown devices");
        expect_zero(service.quarantined, "payloads in quarantine");
        expect_zero(service.requests_refused, "registration requests refused");
        expect_zero(
            service.refused_by_brokers,
            "connections or packets refused by a broker",
        );
        let mut expect_equal = |left: u64, right: u64, what: &str| {
            if left != right {
                problems.push(format!("{what}: {left} and {right}"));
            }
        };
        expect_equal(
            devices.delivered,
            service.received(),
            "snapshots delivered by devices and received by the Data Service",
        );
        expect_equal(
            devices.snapshots.acknowledged,
            service.stored,
            "snapshots acknowledged to devices and stored by the Data Service",
        );
        let sent = |kind: usize| devices.messages.get(kind).copied().unwrap_or_default();
        expect_equal(
            sent(0),
            service.requests,
            "registration requests sent and received",
        );
        expect_equal(
            sent(3),
            service.transfers,
            "data transfers sent and received",
        );
        problems
    }

    /// Bytes by vehicle and year.
    #[must_use]
    pub fn yearly(&self, bytes: u64) -> f64 {
        let years = f64::from(self.vehicles) * f64::from(self.months) / 12.0;
        if years > 0.0 {
            bytes as f64 / years
        } else {
            0.0
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (devices, service) = (&self.devices, &self.service);
        let mut section = |title: &str, rows: &[(&str, u64)]| {
            writeln!(f, "{title}")?;
            rows.iter()
                .try_for_each(|(name, count)| writeln!(f, "  {name:<34}{count:>9}"))
        };
        let states: Vec<_> = DeviceState::ALL
            .into_iter()
            .map(|state| {
                let count = devices.states.get(&state).copied().unwrap_or_default();
                (state.as_str(), count)
            })
            .collect();
        section("devices by state", &states)?;
        let names = [
            "registration requests",
            "registration statuses",
            "configuration statuses",
            "data transfers",
        ];
        let messages: Vec<_> = TopicKind::ALL
            .into_iter()
            .zip(names)
            .zip(devices.messages)
            .map(|((_, name), count)| (name, count))
            .collect();
        section("messages by kind", &messages)?;
        let snapshots = &devices.snapshots;
        section(
            "snapshots, the devices' side",
            &[
                ("acknowledged", snapshots.acknowledged),
                ("+ pending", snapshots.pending),
                ("+ erased", snapshots.erased),
                ("+ evicted", snapshots.evicted),
                ("+ set aside", snapshots.set_aside),
                ("= acquired", snapshots.acquired),
            ],
        )?;
        section(
            "snapshots, the Data Service's side",
            &[
                ("stored", service.stored),
                ("+ duplicate", service.duplicate),
                ("+ conflicting", service.conflicting),
                ("+ refused", service.refused),
                ("+ from before a withdrawal's end", service.withdrawn),
                ("= delivered", devices.delivered),
                ("quarantined (payloads)", service.quarantined),
                ("from unknown devices (payloads)", service.ignored),
                ("flagged as implausible", service.flagged),
            ],
        )?;
        let payload = self.yearly(devices.payload_bytes);
        writeln!(f, "payload bytes by vehicle and year   {payload:>9.0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run in which everything balances.
    fn balanced() -> Table {
        Table {
            vehicles: 2,
            months: 6,
            devices: DevicesSide {
                messages: [2, 2, 9, 4],
                snapshots: Accounts {
                    acquired: 12,
                    acknowledged: 8,
                    pending: 3,
                    erased: 1,
                    evicted: 0,
                    set_aside: 0,
                },
                delivered: 9,
                payload_bytes: 1_000,
                ..DevicesSide::default()
            },
            service: ServiceSide {
                stored: 8,
                duplicate: 1,
                transfers: 4,
                requests: 2,
                ..ServiceSide::default()
            },
            missing: 0,
            surplus: 0,
        }
    }

    type Break = fn(&mut Table);

    #[test]
    fn p_6_16_p_7_7_whatever_does_not_balance_is_a_problem() {
        assert_eq!(balanced().problems(), Vec::<String>::new());
        let breaks: [(Break, &str); 15] = [
            (|table| table.devices.unbalanced = 1, "own sum"),
            (|table| table.missing = 1, "not stored as sent"),
            (|table| table.surplus = 1, "never acknowledged"),
            (|table| table.service.conflicting = 1, "other values"),
            (|table| table.service.refused = 1, "deny-list"),
            (|table| table.service.withdrawn = 1, "withdrawal's end"),
            (|table| table.service.ignored = 1, "unknown devices"),
            (|table| table.service.quarantined = 1, "quarantine"),
            (
                |table| table.service.requests_refused = 1,
                "requests refused",
            ),
            (
                |table| table.service.refused_by_brokers = 1,
                "refused by a broker",
            ),
            (|table| table.devices.delivered += 1, "delivered by devices"),
            (|table| table.service.stored -= 1, "acknowledged to devices"),
            (
                |table| table.devices.snapshots.acknowledged += 1,
                "acknowledged to devices",
            ),
            (|table| table.service.requests -= 1, "requests sent"),
            (|table| table.service.transfers += 1, "transfers sent"),
        ];
        for (what, expected) in breaks {
            let mut table = balanced();
            what(&mut table);
            let problems = table.problems();
            assert!(
                problems.iter().any(|problem| problem.contains(expected)),
                "{expected}: {problems:?}"
            );
        }
    }

    #[test]
    fn bytes_by_vehicle_and_year() {
        // Two vehicles for half a year are one vehicle for a year.
        assert_eq!(balanced().yearly(1_000), 1_000.0);
        let text = balanced().to_string();
        assert!(
            text.ends_with(&format!(
                "{:<36}{:>9}\n",
                "payload bytes by vehicle and year", 1000
            )),
            "{text}"
        );
    }
}
