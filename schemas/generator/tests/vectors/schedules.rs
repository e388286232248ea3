//! `schedules.json`.

use iot4emissions_proto::schedule::{Schedule, ScheduleError};
use iot4emissions_proto::time::UnixSeconds;
use serde_json::{Value, json};

use crate::common::{Check, either, member, same, text};

pub(crate) fn check(case: &Value) -> Check {
    let schedule = |name| -> Result<Schedule, String> {
        let text = text(case, name)?;
        text.parse().map_err(|error| format!("{name}: {error}"))
    };
    match member::<String>(case, "function")?.as_str() {
        "refused" => {
            let found = text(case, "text")?.parse::<Schedule>();
            if let (Some(field), Err(ScheduleError::Field { field: found, .. })) =
                (case.get("field"), &found)
            {
                same("field", field.as_str(), Some(found.as_str()))?;
            }
            either(
                case,
                "",
                found
                    .map(|_| Value::Null)
                    .map_err(|error| error.code().to_owned()),
            )
        }
        "occurrences" => {
            let after: UnixSeconds = member(case, "after")?;
            let schedule = schedule("text")?;
            let next: Vec<_> = schedule.occurrences_after(after).take(3).collect();
            same(
                "the first",
                next.first().copied(),
                schedule.next_after(after),
            )?;
            either(case, "next", Ok(json!(next)))
        }
        "equal" => {
            let found = schedule("text")? == schedule("other")?;
            either(case, "equal", Ok(found.into()))
        }
        "explain" => {
            let schedule = schedule("text")?;
            let count = schedule.yearly_count();
            let lints: Vec<&str> = schedule.lint().iter().map(|lint| lint.code()).collect();
            either(case, "words", Ok(schedule.explain().into()))?;
            either(case, "fewestInAYear", Ok(json!(count.start())))?;
            either(case, "mostInAYear", Ok(json!(count.end())))?;
            either(case, "lints", Ok(json!(lints)))
        }
        other => Err(format!("there is no function {other}")),
    }
}
