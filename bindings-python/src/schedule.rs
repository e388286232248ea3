//! When devices acquire, transfer and check their configuration (P-5.33, P-5.34, P-6.12).

mod lint;
mod occurrences;
mod spread;

use std::fmt;

use iot4emissions_proto::schedule as core;
use pyo3::prelude::*;

use crate::convert::many::Many;
use crate::convert::text::Text;
use crate::convert::time::{Seconds, WithinSecond};
use crate::convert::whole_seconds::WholeSeconds;
use crate::error::OrRaise;
use crate::identity::DeviceSecret;
use crate::value;

pub(crate) use lint::Lint;
use occurrences::{Occurrences, Times};
pub(crate) use spread::spread_offset;

/// A schedule: a cron expression in Quartz form, in UTC (P-5.33, JRC127600 Table 6).
///
/// Six or seven fields with exactly one blank between them: second, minute, hour, day of
/// month, month, day of week and, where not every year is meant, year; 1 = Sunday; `?` is
/// `*` in the two day fields, of which at most one may be restricted. At most 256 bytes.
/// Occurrences lie in the years 1970 to 2099. Raises `ScheduleError`, whose `field` names
/// the field that is wrong.
///
/// Two schedules are equal if they fire at the same times, whatever their texts (P-6.8);
/// each keeps its own text.
///
/// >>> quarterly = Schedule("0 0 0 1 1/3 ? *")
/// >>> quarterly == Schedule("0 0 0 1 1,4,7,10 ?")
/// True
/// >>> str(quarterly.next_after(datetime(2021, 6, 1, 9, tzinfo=timezone.utc)))
/// '2021-07-01 00:00:00+00:00'
/// >>> Schedule("0 60 0 1 * ?")
/// Traceback (most recent call last):
///     ...
/// iot4emissions.ScheduleError: expected 0 to 59, a range, a step, a list of them or * alone in field minute, found "60"
#[pyclass(frozen, eq, hash, str, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Schedule(pub(crate) core::Schedule);

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

value::field_names!(Schedule: "text");

value::value_methods!(impl Schedule {
    #[new]
    fn new(text: Text) -> PyResult<Self> {
        text.parse().or_raise().map(Self)
    }

    /// The expression as it came.
    #[getter]
    fn text(&self) -> &str {
        self.0.as_str()
    }

    /// The first occurrence strictly after `after`, an aware `datetime`; `None` where there
    /// is none up to the end of 2099 (P-5.33, P-6.11).
    ///
    /// >>> str(Schedule("0 0 0 ? * MON").next_after(datetime(2026, 1, 1, tzinfo=timezone.utc)))
    /// '2026-01-05 00:00:00+00:00'
    fn next_after(&self, after: WithinSecond) -> Option<Seconds> {
        self.0.next_after(after.0).map(Seconds)
    }

    /// The occurrences strictly after `after`, an aware `datetime`, ascending up to the end
    /// of 2099: an iterator that computes one at a time, and ends after `limit` of them
    /// where one is given (P-5.33).
    ///
    /// >>> new_year = datetime(2026, 1, 1, tzinfo=timezone.utc)
    /// >>> [time.month for time in Schedule("0 0 0 1 1/3 ?").occurrences(new_year, limit=3)]
    /// [4, 7, 10]
    #[pyo3(signature = (after, limit = None))]
    fn occurrences(&self, after: WithinSecond, limit: Option<u64>) -> Times {
        Times(Occurrences {
            schedule: self.0.clone(),
            last: Some(after.0),
            left: limit,
        })
    }

    /// The fewest and the most occurrences in one of the schedule's years (P-5.34). Years
    /// that the expression's last field leaves out do not count as years with 0.
    ///
    /// >>> Schedule("0 0 0 ? * * *").per_year
    /// (365, 366)
    #[getter]
    fn per_year(&self) -> (u32, u32) {
        self.0.yearly_count().into_inner()
    }

    /// How often the schedule fires in `year`; 0 for years outside 1970 to 2099 (P-5.34).
    ///
    /// >>> Schedule("0 0 0 29 2 ?").count_in_year(2023)
    /// 0
    fn count_in_year(&self, year: i64) -> u32 {
        u16::try_from(year).map_or(0, |year| self.0.count_in_year(year))
    }

    /// The schedule in English, with its count a year (P-5.34). Equal schedules are
    /// explained alike.
    ///
    /// >>> Schedule("0 0 0 1 1/3 ? *").explain()
    /// 'on day 1 of January, April, July and October at 00:00:00 UTC; 4 times a year'
    fn explain(&self) -> String {
        self.0.explain()
    }

    /// What is probably not meant, although it is valid (P-5.34); empty if nothing is
    /// found.
    ///
    /// What Box 3 of the report calls monthly fires every day:
    ///
    /// >>> [lint.code for lint in Schedule("0 0 0 ? * * *").lint()]
    /// ['daily-or-more-often']
    fn lint(&self) -> Many<Lint> {
        Many(self.0.lint().iter().map(Lint::from).collect())
    }

    /// The first spread time of the device with `secret` strictly after `after`, an aware `datetime`: an
    /// occurrence plus its `spread_offset`. `None` after that of the last occurrence of
    /// 2099. So a fleet's transfers and configuration checks do not arrive in the same
    /// second (P-6.11, P-6.12).
    ///
    /// `window` is a `timedelta` of whole seconds.
    ///
    /// >>> from datetime import timedelta
    /// >>> quarterly, day = Schedule("0 0 0 1 1/3 ? *"), timedelta(days=1)
    /// >>> june, secret = datetime(2021, 6, 1, tzinfo=timezone.utc), DeviceSecret(bytes(range(16)))
    /// >>> str(quarterly.spread_after(secret, day, june))
    /// '2021-07-01 14:55:15+00:00'
    fn spread_after(
        &self,
        secret: &DeviceSecret,
        window: WholeSeconds,
        after: WithinSecond,
    ) -> Option<Seconds> {
        let spread = self.0.spread_after(&secret.0, window.0, after.0);
        spread.map(Seconds)
    }
});
