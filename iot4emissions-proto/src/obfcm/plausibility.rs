//! Plausibility of snapshots (P-7.9): flagged with the data, never a reason to drop
//! it. Values read at inspections have been wrong by orders of magnitude.

use std::fmt;

use super::{Parameter, Snapshot};
use crate::time::UnixSeconds;

/// What is implausible about a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Finding {
    /// `too-fast`: the distance grew by more than 250 km/h × elapsed time + 1 km.
    TooFast,
    /// `too-thirsty`: more than 100 l per 100 km since the snapshot before.
    TooThirsty,
    /// `decrease`: a lifetime counter decreased.
    Decrease(Parameter),
    /// `reset`: all counters restarted together, as they may after the control unit
    /// was replaced ((EU) 2018/1832).
    Reset,
    /// `from-the-future`: acquired more than 24 h after it was received.
    FromTheFuture,
    /// `parts-exceed-total`: charge depleting and charge increasing operation
    /// together exceed this total by more than 0.1.
    PartsExceedTotal(Parameter),
}

impl Finding {
    /// The finding's stable code, such as `too-fast`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooFast => "too-fast",
            Self::TooThirsty => "too-thirsty",
            Self::Decrease(_) => "decrease",
            Self::Reset => "reset",
            Self::FromTheFuture => "from-the-future",
            Self::PartsExceedTotal(_) => "parts-exceed-total",
        }
    }

    /// The counter that decreased, or the total that is exceeded; `None` for a finding
    /// about the whole snapshot.
    #[must_use]
    pub const fn parameter(self) -> Option<Parameter> {
        match self {
            Self::Decrease(parameter) | Self::PartsExceedTotal(parameter) => Some(parameter),
            Self::TooFast | Self::TooThirsty | Self::Reset | Self::FromTheFuture => None,
        }
    }
}

/// A code and a parameter that make no [`Finding`] (P-7.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the code of a finding, with a parameter where one counter is meant, found others"
)]
pub struct FindingError;

impl FindingError {
    /// The stable code, `finding`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "finding"
    }
}

/// The finding of a [`Finding::code`] and a [`Finding::parameter`].
impl TryFrom<(&str, Option<Parameter>)> for Finding {
    type Error = FindingError;

    fn try_from((code, parameter): (&str, Option<Parameter>)) -> Result<Self, FindingError> {
        let whole = [
            Self::TooFast,
            Self::TooThirsty,
            Self::Reset,
            Self::FromTheFuture,
        ];
        let of = |parameter| [Self::Decrease(parameter), Self::PartsExceedTotal(parameter)];
        whole
            .into_iter()
            .chain(parameter.into_iter().flat_map(of))
            .find(|finding| finding.code() == code && finding.parameter() == parameter)
            .ok_or(FindingError)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decrease(parameter) | Self::PartsExceedTotal(parameter) => {
                write!(f, "{}:{}", self.code(), parameter.wire_name())
            }
            _ => f.write_str(self.code()),
        }
    }
}

/// What is implausible about `snapshot`, received at `received`, after `before`, the
/// same vehicle's latest earlier snapshot (P-7.9).
#[must_use]
pub fn findings(
    before: Option<&Snapshot>,
    snapshot: &Snapshot,
    received: UnixSeconds,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if snapshot.acquired() > received.plus(24 * 60 * 60) {
        findings.push(Finding::FromTheFuture);
    }
    parts(snapshot, &mut findings);
    if let Some(before) = before.filter(|before| before.acquired() < snapshot.acquired()) {
        growth(before, snapshot, &mut findings);
    }
    findings
}

fn tenths(snapshot: &Snapshot, parameter: Parameter) -> Option<u64> {
    snapshot
        .values()
        .value(parameter)
        .map(|value| value.get().into())
}

fn parts(snapshot: &Snapshot, findings: &mut Vec<Finding>) {
    const PARTS: [(Parameter, &[Parameter]); 2] = [
        (
            Parameter::TotalFuelConsumed,
            &[
                Parameter::TotalFuelConsumedChargeDepleting,
                Parameter::TotalFuelConsumedChargeIncreasing,
            ],
        ),
        (
            Parameter::TotalDistanceTravelled,
            &[
                Parameter::TotalDistanceChargeDepletingEngineOff,
                Parameter::TotalDistanceChargeDepletingEngineRunning,
                Parameter::TotalDistanceChargeIncreasing,
            ],
        ),
    ];
    for (total, parts) in PARTS {
        let sum: u64 = parts
            .iter()
            .filter_map(|part| tenths(snapshot, *part))
            .sum();
        if tenths(snapshot, total).is_some_and(|total| sum > total + 1) {
            findings.push(Finding::PartsExceedTotal(total));
        }
    }
}

fn growth(before: &Snapshot, snapshot: &Snapshot, findings: &mut Vec<Finding>) {
    let both: Vec<(Parameter, u64, u64)> = Parameter::ALL
        .into_iter()
        .filter_map(|parameter| {
            let (old, new) = (tenths(before, parameter)?, tenths(snapshot, parameter)?);
            Some((parameter, old, new))
        })
        .collect();
    let decreased: Vec<Parameter> = both
        .iter()
        .filter(|(_, old, new)| new < old)
        .map(|(parameter, ..)| *parameter)
        .collect();
    // A counter that stood at zero restarts without showing it.
    let counted = both.iter().filter(|(_, old, _)| *old > 0).count();
    if !decreased.is_empty() && decreased.len() == counted {
        findings.push(Finding::Reset);
        return;
    }
    findings.extend(decreased.into_iter().map(Finding::Decrease));

    let grown = |wanted: Parameter| {
        both.iter()
            .find(|(parameter, ..)| *parameter == wanted)
            .and_then(|(_, old, new)| new.checked_sub(*old))
    };
    let distance = grown(Parameter::TotalDistanceTravelled);
    let elapsed = snapshot.acquired().0 - before.acquired().0;
    // 250 km/h are 2,500 tenths in 3,600 s; compared without dividing.
    if distance.is_some_and(|tenths| tenths.saturating_sub(10) * 3600 > 2500 * elapsed) {
        findings.push(Finding::TooFast);
    }
    // 100 l per 100 km is one litre a kilometre.
    let fuel = grown(Parameter::TotalFuelConsumed);
    if fuel
        .zip(distance)
        .is_some_and(|(fuel, distance)| fuel > distance)
    {
        findings.push(Finding::TooThirsty);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::obfcm::{Tenths, Values};

    #[test]
    fn a_finding_is_its_code_and_its_parameter() {
        let fuel = Parameter::TotalFuelConsumed;
        for finding in [
            Finding::TooFast,
            Finding::TooThirsty,
            Finding::Decrease(fuel),
            Finding::Reset,
            Finding::FromTheFuture,
            Finding::PartsExceedTotal(fuel),
        ] {
            let parts = (finding.code(), finding.parameter());
            assert_eq!(Finding::try_from(parts), Ok(finding));
        }
        for parts in [("", None), ("decrease", None), ("reset", Some(fuel))] {
            let refused = Finding::try_from(parts).unwrap_err();
            assert_eq!(refused.code(), "finding");
        }
    }

    const DAY: u64 = 86_400;

    fn snapshot(acquired: u64, values: &[(Parameter, u32)]) -> Snapshot {
        let mut all = Values::default();
        for (parameter, tenths) in values {
            all.set(*parameter, Tenths::new(*tenths));
        }
        Snapshot::new(UnixSeconds(acquired), all).unwrap()
    }

    fn fuel_and_distance(acquired: u64, fuel: u32, distance: u32) -> Snapshot {
        let fuel = (Parameter::TotalFuelConsumed, fuel);
        snapshot(
            acquired,
            &[fuel, (Parameter::TotalDistanceTravelled, distance)],
        )
    }

    fn after(old: (u32, u32), new: (u32, u32), elapsed: u64) -> String {
        let before = fuel_and_distance(DAY, old.0, old.1);
        let now = fuel_and_distance(DAY + elapsed, new.0, new.1);
        let found = findings(Some(&before), &now, UnixSeconds(2 * DAY));
        found
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn p_7_9_codes() {
        let texts = [
            (Finding::TooFast, "too-fast"),
            (Finding::TooThirsty, "too-thirsty"),
            (
                Finding::Decrease(Parameter::TotalGridEnergyIntoBattery),
                "decrease:tgeib",
            ),
            (Finding::Reset, "reset"),
            (Finding::FromTheFuture, "from-the-future"),
            (
                Finding::PartsExceedTotal(Parameter::TotalFuelConsumed),
                "parts-exceed-total:tfc",
            ),
        ];
        for (finding, text) in texts {
            assert_eq!(finding.to_string(), text);
            assert!(text.starts_with(finding.code()));
        }
    }

    #[test]
    fn p_7_9_too_fast() {
        assert_eq!(after((100, 1000), (100, 1000 + 2510), 3600), "");
        assert_eq!(after((100, 1000), (100, 1000 + 2511), 3600), "too-fast");
        assert_eq!(after((100, 1000), (100, 1000 + 25_010), 36_000), "");
        assert_eq!(after((100, 1000), (100, 1000 + 25_011), 36_000), "too-fast");
    }

    #[test]
    fn p_7_9_too_thirsty() {
        assert_eq!(after((100, 1000), (200, 1100), 3600), "");
        assert_eq!(after((100, 1000), (201, 1100), 3600), "too-thirsty");
    }

    #[test]
    fn p_7_9_decrease_and_reset() {
        assert_eq!(after((100, 1000), (99, 1001), 3600), "decrease:tfc");
        assert_eq!(after((100, 1000), (101, 999), 3600), "decrease:tdt");
        assert_eq!(after((100, 1000), (1, 9), 3600), "reset");
        assert_eq!(after((0, 1000), (0, 9), 3600), "reset");
        assert_eq!(after((1, 1000), (0, 9), 3600), "reset");
        // After a reset growth says nothing.
        assert_eq!(after((100, 0), (1, 99_999), 3600), "reset");
        assert_eq!(after((100, 1000), (100, 1000), 3600), "");
    }

    #[test]
    fn p_7_9_only_an_earlier_snapshot_says_something_about_growth() {
        let now = fuel_and_distance(DAY, 900, 1000);
        for acquired in [DAY, DAY + 1] {
            let other = fuel_and_distance(acquired, 100, 999);
            assert_eq!(findings(Some(&other), &now, UnixSeconds(DAY)), []);
        }
        let earlier = fuel_and_distance(DAY - 1, 100, 999);
        let found = findings(Some(&earlier), &now, UnixSeconds(DAY));
        assert_eq!(found, [Finding::TooThirsty]);
    }

    #[test]
    fn p_7_9_from_the_future() {
        let now = fuel_and_distance(3 * DAY, 1, 1);
        assert_eq!(findings(None, &now, UnixSeconds(2 * DAY)), []);
        let found = findings(None, &now, UnixSeconds(2 * DAY - 1));
        assert_eq!(found, [Finding::FromTheFuture]);
    }

    #[test]
    fn p_7_9_parts_exceed_their_total() {
        use Parameter as P;
        let values = |part: u32| {
            let values = [
                (P::TotalFuelConsumed, 100),
                (P::TotalFuelConsumedChargeDepleting, 50),
                (P::TotalFuelConsumedChargeIncreasing, part),
                (P::TotalDistanceTravelled, 1000),
                (P::TotalDistanceChargeDepletingEngineOff, 500),
                (P::TotalDistanceChargeDepletingEngineRunning, 300),
                (P::TotalDistanceChargeIncreasing, 150 + part),
            ];
            findings(None, &snapshot(DAY, &values), UnixSeconds(DAY))
        };
        assert_eq!(values(51), []);
        assert_eq!(
            values(52),
            [
                Finding::PartsExceedTotal(P::TotalFuelConsumed),
                Finding::PartsExceedTotal(P::TotalDistanceTravelled)
            ]
        );
    }

    #[test]
    fn a_real_but_implausible_reading_is_flagged() {
        // 15,691.6 km with 189.66 l: the distance since a plausible reading is too long.
        assert_eq!(after((1800, 25_000), (1897, 156_916), DAY), "too-fast");
    }
}
