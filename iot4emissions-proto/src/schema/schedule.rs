//! Schedules (P-5.33): the grammar of cron expressions, without what they mean.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::json;

use super::form::{Form, Wire, lend_to_schemars};
use super::object::{About, described, with};
use super::pattern::{anchored, any_case, padded};
use crate::schedule::narrowing::{MAX_BYTES, is_day, values};
use crate::schedule::{Schedule, ScheduleField};

lend_to_schemars!(Schedule);

/// One field: `*`, in the day fields also `?`, or a list of items.
fn field(field: ScheduleField) -> String {
    let (first, last, names) = values(field);
    let number = format!("({})", padded(first, last).join("|"));
    let step = format!("(/({}))", padded(1, last).join("|"));
    let mut item = format!(r"\*{step}|{number}(-{number})?{step}?");
    if !names.is_empty() {
        let names: Vec<_> = names.iter().map(|name| any_case(name)).collect();
        let name = format!("({})", names.join("|"));
        item = format!("{item}|{name}(-{name}{step}?)?");
    }
    let any = if is_day(field) { r"\*|\?" } else { r"\*" };
    format!("({any}|({item})(,({item}))*)")
}

fn expression() -> String {
    let [second, minute, hour, day, month, weekday, year] = ScheduleField::ALL.map(field);
    format!("^{second} {minute} {hour} {day} {month} {weekday}( {year})?$")
}

impl Wire for Schedule {
    const NAME: &'static str = "schedule";
    const SHARED: bool = true;

    fn wire_schema(_: Form, _: &mut SchemaGenerator) -> Schema {
        let schema = json_schema!({
            "type": "string",
            // The pattern has nothing but ASCII, so characters are bytes.
            "maxLength": MAX_BYTES,
        });
        let schema = with(schema, anchored(expression()));
        let about = About {
            title: "schedule".into(),
            description: format!(
                "A cron expression in Quartz form, in UTC: second, minute, hour, day of month, \
                 month, day of week (1 = Sunday) and, where not every year is meant, year, with \
                 exactly one blank between them. Each is `*`, or a list of numbers, ranges \
                 `1-5` and steps `*/5`, `3/5`, `1-5/2`; months and days of the week also have \
                 their three-letter names; `?` stands in the day fields only. Limits: at most \
                 {MAX_BYTES} bytes. Also required, beyond this schema: no range ends before its \
                 start, at most one day field is restricted, and there is an occurrence in \
                 1970 to 2099. Source: JRC127600 Table 6, Box 3."
            )
            .into(),
            rules: "P-5.33".into(),
            example: json!("0 0 0 1 1/3 ? *"),
        };
        described(about, schema)
    }
}
