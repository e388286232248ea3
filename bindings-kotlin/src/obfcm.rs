//! Snapshots: what the vehicle's counters showed (P-5.40 to P-5.43, P-7.9).

use iot4emissions_proto::obfcm::{
    self, Finding, Kilometres, KilowattHours, Litres, Parameter, QuantityError, Snapshot, Tenths,
    Values,
};
use iot4emissions_proto::time::{MonotonicMillis, UnixMillis, UnixSeconds};

use crate::error::Fault;

uniffi::custom_type!(UnixSeconds, u64, {
    remote, lower: |time| time.0, try_lift: |seconds| Ok(UnixSeconds(seconds)),
});
uniffi::custom_type!(UnixMillis, u64, {
    remote, lower: |time| time.0, try_lift: |millis| Ok(UnixMillis(millis)),
});
uniffi::custom_type!(MonotonicMillis, u64, {
    remote, lower: |time| time.0, try_lift: |millis| Ok(MonotonicMillis(millis)),
});
uniffi::custom_type!(Litres, u32, {
    remote, lower: |value| value.tenths(), try_lift: |tenths| Ok(Litres::from_tenths(tenths)?),
});
uniffi::custom_type!(Kilometres, u32, {
    remote, lower: |value| value.tenths(), try_lift: |tenths| Ok(Kilometres::from_tenths(tenths)?),
});
uniffi::custom_type!(KilowattHours, u32, {
    remote, lower: |value| value.tenths(), try_lift: |tenths| Ok(KilowattHours::from_tenths(tenths)?),
});

/// The eight parameters (P-5.42).
#[uniffi::remote(Enum)]
pub enum Parameter {
    TotalFuelConsumed,
    TotalDistanceTravelled,
    TotalFuelConsumedChargeDepleting,
    TotalFuelConsumedChargeIncreasing,
    TotalDistanceChargeDepletingEngineOff,
    TotalDistanceChargeDepletingEngineRunning,
    TotalDistanceChargeIncreasing,
    TotalGridEnergyIntoBattery,
}

/// The values of a snapshot, in tenths.
#[uniffi::remote(Record)]
pub struct Values {
    pub total_fuel_consumed: Option<Litres>,
    pub total_distance_travelled: Option<Kilometres>,
    pub total_fuel_consumed_charge_depleting: Option<Litres>,
    pub total_fuel_consumed_charge_increasing: Option<Litres>,
    pub total_distance_charge_depleting_engine_off: Option<Kilometres>,
    pub total_distance_charge_depleting_engine_running: Option<Kilometres>,
    pub total_distance_charge_increasing: Option<Kilometres>,
    pub total_grid_energy_into_battery: Option<KilowattHours>,
}

/// A snapshot in its parts.
#[derive(uniffi::Record)]
pub struct SnapshotParts {
    acquired: UnixSeconds,
    values: Values,
}

uniffi::custom_type!(Snapshot, SnapshotParts, {
    remote,
    lower: |snapshot| SnapshotParts { acquired: snapshot.acquired(), values: *snapshot.values() },
    try_lift: |parts| Ok(Snapshot::new(parts.acquired, parts.values)?),
});

/// The tenths of a decimal number's text, such as `32.5` (P-5.43).
#[uniffi::export]
fn quantity_tenths(text: &str) -> Result<u32, Fault> {
    Ok(text
        .parse::<Tenths>()
        .map_err(|error: QuantityError| error)?
        .get())
}

/// Whether these parts make a snapshot (P-5.41, P-5.43).
#[uniffi::export]
fn snapshot_check(acquired: u64, values: Values) -> Result<(), Fault> {
    Snapshot::new(UnixSeconds(acquired), values)?;
    Ok(())
}

/// What the core says of a parameter.
#[derive(uniffi::Record)]
pub struct ParameterWords {
    wire_name: String,
    meaning: String,
    unit: String,
}

/// Wire name, meaning and unit of a parameter.
#[uniffi::export]
fn parameter_words(parameter: Parameter) -> ParameterWords {
    ParameterWords {
        wire_name: parameter.wire_name().to_owned(),
        meaning: parameter.meaning().to_owned(),
        unit: parameter.unit().symbol().to_owned(),
    }
}

/// A finding (P-7.9).
#[derive(uniffi::Record)]
pub struct FindingParts {
    code: String,
    parameter: Option<Parameter>,
}

impl From<Finding> for FindingParts {
    fn from(finding: Finding) -> Self {
        Self {
            code: finding.code().to_owned(),
            parameter: finding.parameter(),
        }
    }
}

uniffi::custom_type!(Finding, FindingParts, {
    remote,
    lower: |finding| finding.into(),
    try_lift: |parts| Ok(Finding::try_from((parts.code.as_str(), parts.parameter))?),
});

/// Whether there is such a finding.
#[uniffi::export]
fn finding_check(code: &str, parameter: Option<Parameter>) -> Result<(), Fault> {
    Finding::try_from((code, parameter))?;
    Ok(())
}

/// What is implausible in a snapshot (P-7.9).
#[uniffi::export]
fn plausibility(
    before: Option<Snapshot>,
    snapshot: Snapshot,
    received: UnixSeconds,
) -> Vec<Finding> {
    obfcm::findings(before.as_ref(), &snapshot, received)
}
