//! Which snapshots of a vehicle may be compared, for whoever takes differences of its
//! counters (P-7.7, P-7.9), and the codes and tolerances of such analyses, as data for
//! every language.
//!
//! The Data Service judges a snapshot after the latest that is stored (P-7.9), because it
//! knows no later ones. An analysis does: [`judge`] looks at all snapshots of a vehicle and
//! lets those stand that agree with most others, so that no wrong reading, not even the
//! first, makes the right ones after it look wrong.
//!
//! ```
//! use iot4emissions_proto::analysis::{Reading, Reason, judge};
//! use iot4emissions_proto::obfcm::{Parameter, Snapshot, Tenths, Values};
//! use iot4emissions_proto::time::UnixSeconds;
//!
//! let read = |month: u64, tenths: u32| {
//!     let mut values = Values::default();
//!     values.set(Parameter::TotalDistanceTravelled, Tenths::new(tenths));
//!     let acquired = UnixSeconds(1_735_689_600 + month * 30 * 86_400);
//!     Reading::new(Snapshot::new(acquired, values).unwrap(), None)
//! };
//! // The instrument cluster showed nothing but zeros once.
//! let judged = judge(&[read(0, 10_000), read(1, 0), read(2, 30_000), read(3, 40_000)]);
//! let reasons: Vec<_> = judged.iter().map(|one| one.reasons.clone()).collect();
//! assert_eq!(reasons, [vec![], vec![Reason::MomentaryZero], vec![], vec![]]);
//! ```

mod chain;
mod judging;
mod note;
mod reason;

pub use judging::{Judged, Reading, judge};
pub use note::Note;
pub use reason::{MonthState, Reason};

use crate::time::UnixSeconds;

/// The first time that a snapshot can have: 2010-01-01T00:00:00Z, UNIX time in seconds. No
/// vehicle had an OBFCM device before (it is of (EU) 2018/1832); a clock that was never set
/// shows such times.
pub const FIRST_TIME: UnixSeconds = UnixSeconds(1_262_304_000);

/// The last time that a snapshot can have: 2099-12-31T23:59:59Z, UNIX time in seconds, the
/// end of all schedules (P-5.33).
pub const LAST_TIME: UnixSeconds = UnixSeconds(4_102_444_799);

/// The longest time between two snapshots whose difference counts as one month's, in
/// seconds: 45 days.
pub const LONGEST_MONTH: u64 = 45 * 86_400;

/// CO2 of a litre of fuel, g/l, by fuel type: by the carbon balance by which WLTP makes fuel
/// consumption of CO2 ((EU) 2017/1151 Annex XXI, Sub-Annex 7), without the traces of HC and CO,
/// for the reference fuels. Petrol E10 (C H1.93 O0.033, 0.7495 kg/l) 2,277 g/l; diesel B7
/// (C H1.86 O0.006, 0.835 kg/l) 2,628 g/l; rounded to three places. The Environment Agency's
/// pairs for plug-ins agree: 95.9 g/km is published as 4.2 l/100 km of petrol.
pub const GRAMS_PER_LITRE: [(&str, u32); 2] = [("petrol", 2280), ("diesel", 2630)];
