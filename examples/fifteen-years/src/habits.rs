//! What kind of unit and vehicle a device sits in: what its driver can tell, what it stores
//! in how long, and how often it is to collect.

use iot4emissions_proto::device::{Settings, SettingsValues};
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::time::UnixSeconds;

use crate::days::{DAY, HOUR, MINUTE, Millis, START};
use crate::random::Draws;

/// A daily cap of bytes stored that some units have: a few records.
const FEW_BYTES: u32 = 32 * 1024;

/// When a vehicle's control units can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ControlUnits {
    /// At any time.
    Awake,
    /// While it is driven, and the driver says when that is (P-6.21).
    SleepTold,
    /// While it is driven; the device has to find out.
    SleepNotTold,
}

/// What a driver does where the device asks for a restart (P-6.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnRestart {
    Nothing,
    Restore,
    Reboot,
}

/// How a driver says that there is no coverage (P-6.21).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TellsCoverage {
    /// By `NetworkAvailable`.
    InTime,
    /// Each connection fails for want of a network.
    ByFailure,
    /// It takes it for a name that is not found.
    AsName,
}

/// How long things take and who says what, the same for a device's whole life.
#[derive(Debug, Clone)]
pub(crate) struct Habits {
    pub(crate) control_units: ControlUnits,
    pub(crate) coverage: TellsCoverage,
    pub(crate) on_restart: OnRestart,
    /// How long a record takes to be stored; 0: at once.
    pub(crate) write_takes: Millis,
    /// Whether its broker refuses by reason codes (MQTT 5), not by closing.
    pub(crate) reason_codes: bool,
    /// Whether its vehicle has all eight values, not two.
    pub(crate) plug_in: bool,
    pub(crate) settings: Settings,
    pub(crate) acquire: Frequency,
    pub(crate) transfer: Frequency,
    pub(crate) check: Frequency,
    /// When in the day it is driven, and for how long.
    pub(crate) drives_at: Millis,
    pub(crate) drives_for: Millis,
    /// From which day of ninety on it stands for two weeks.
    pub(crate) parks_from: u64,
    /// From when on it stands for good.
    pub(crate) stands_from: Millis,
}

/// How often something is to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frequency {
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Quarterly,
}

impl Frequency {
    pub(crate) fn schedule(self, minute: u64) -> Option<Schedule> {
        let fields = match self {
            Self::Hourly => "* * * ?",
            Self::Daily => "12 * * ?",
            Self::Weekly => "12 ? * 2",
            Self::Monthly => "12 1 * ?",
            Self::Quarterly => "12 1 1,4,7,10 ?",
        };
        format!("0 {minute} {fields}").parse().ok()
    }

    /// The longest time between two.
    pub(crate) const fn longest(self) -> Millis {
        match self {
            Self::Hourly => HOUR,
            Self::Daily => DAY,
            Self::Weekly => 7 * DAY,
            Self::Monthly => 31 * DAY,
            Self::Quarterly => 92 * DAY,
        }
    }
}

impl Habits {
    /// A unit whose driver tells nothing and whose vehicle is always awake.
    pub(crate) fn plain(acquire: Frequency, transfer: Frequency, check: Frequency) -> Self {
        Self {
            control_units: ControlUnits::Awake,
            coverage: TellsCoverage::ByFailure,
            on_restart: OnRestart::Restore,
            write_takes: 0,
            reason_codes: false,
            plug_in: false,
            settings: Settings::default(),
            acquire,
            transfer,
            check,
            drives_at: 7 * HOUR,
            drives_for: HOUR,
            parks_from: 60,
            stands_from: Millis::MAX,
        }
    }

    pub(crate) fn drawn(draws: &mut Draws) -> Self {
        use Frequency::{Daily, Monthly, Quarterly, Weekly};
        let often = |draws: &mut Draws, shares: &[(u64, Frequency)]| {
            let mut left = draws.long_below(100);
            for &(share, frequency) in shares {
                match left.checked_sub(share) {
                    Some(rest) => left = rest,
                    None => return frequency,
                }
            }
            Monthly
        };
        let settings = SettingsValues {
            storage_limit: draws.one_of(&[512, 512, 512, 96]),
            resend_window: draws.one_of(&[0, 0, 0, 3]),
            earliest_time: draws.one_of(&[UnixSeconds(0), UnixSeconds(START / 1000)]),
            ..SettingsValues::default()
        };
        let mut habits = Self {
            control_units: draws.one_of(&[
                ControlUnits::Awake,
                ControlUnits::SleepTold,
                ControlUnits::SleepNotTold,
            ]),
            coverage: draws.one_of(&[
                TellsCoverage::InTime,
                TellsCoverage::InTime,
                TellsCoverage::ByFailure,
                TellsCoverage::ByFailure,
                TellsCoverage::AsName,
            ]),
            on_restart: draws.one_of(&[OnRestart::Nothing, OnRestart::Restore, OnRestart::Reboot]),
            write_takes: draws.one_of(&[0, 0, 20, 400]),
            reason_codes: draws.in_a_thousand(300),
            plug_in: draws.in_a_thousand(300),
            settings: Settings::new(settings).unwrap_or_default(),
            acquire: often(draws, &[(60, Daily), (35, Weekly), (5, Monthly)]),
            transfer: often(draws, &[(15, Weekly), (55, Monthly), (30, Quarterly)]),
            check: often(draws, &[(50, Weekly), (50, Monthly)]),
            drives_at: draws.between(5, 16) * HOUR,
            drives_for: draws.between(30, 180) * MINUTE,
            parks_from: draws.long_below(76),
            stands_from: Millis::MAX,
        };
        // So little that the cap is met in the field, too: by default it hardly ever is.
        if draws.in_a_thousand(50) {
            let values = SettingsValues {
                daily_persisted_bytes: FEW_BYTES,
                ..*habits.settings
            };
            habits.settings = Settings::new(values).unwrap_or_default();
        }
        habits
    }

    /// Whether the vehicle is driven at `now`.
    pub(crate) fn is_driven(&self, now: Millis) -> bool {
        let of_day = now % DAY;
        !self.is_parked(now) && (self.drives_at..self.drives_at + self.drives_for).contains(&of_day)
    }

    fn is_parked(&self, now: Millis) -> bool {
        let day = (now / DAY) % 90;
        now >= self.stands_from || (self.parks_from..self.parks_from + 14).contains(&day)
    }

    /// When it is driven, or stands, next.
    pub(crate) fn next_change(&self, now: Millis) -> Millis {
        let today = now - now % DAY;
        let mut day = today;
        while day < self.stands_from {
            for change in [day + self.drives_at, day + self.drives_at + self.drives_for] {
                // It is parked where its last drive has ended.
                if change > now && !self.is_parked(change - 1) {
                    return change;
                }
            }
            day += DAY;
        }
        Millis::MAX
    }

    /// Whether the control units answer at `now`.
    pub(crate) fn are_awake(&self, now: Millis) -> bool {
        self.control_units == ControlUnits::Awake || self.is_driven(now)
    }
}
