//! A publication as a table of text (RFC 4180).

use std::borrow::Cow;
use std::fmt::Write;

use super::{COLUMNS, Publication};

impl Publication {
    /// The rows as CSV, lines ending with a line feed: `pseudonym`, `month`, the attributes by
    /// their wire names, [`COLUMNS`]. A value that is missing is empty. A text is quoted where
    /// it has a comma, a quote or a line end in it, and one that a spreadsheet would take for a
    /// formula has an apostrophe before it.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut text = self.header("pseudonym,month", "");
        for row in &self.rows {
            // A String takes whatever is written.
            let _ = write!(text, "{},{}", row.pseudonym, row.month);
            end_line(
                &mut text,
                &row.types,
                "",
                row.growth.map(|value| value.map(u64::from)),
            );
        }
        text
    }

    /// The groups as CSV of the same form: `month`, the attributes, `vehicles`, and the sums of
    /// [`COLUMNS`]. A sum that is withheld is empty.
    #[must_use]
    pub fn to_groups_csv(&self) -> String {
        let mut text = self.header("month", ",vehicles");
        for group in &self.groups {
            let _ = write!(text, "{}", group.month);
            let vehicles = format!(",{}", group.vehicles);
            end_line(&mut text, &group.types, &vehicles, group.growth);
        }
        text
    }

    fn header(&self, first: &str, after_types: &str) -> String {
        let types = self.report.by.iter().map(|one| format!(",{one}"));
        let columns = COLUMNS.iter().map(|column| format!(",{column}"));
        let (types, columns): (String, String) = (types.collect(), columns.collect());
        format!("{first}{types}{after_types}{columns}\n")
    }
}

/// What the lines of both tables end with.
fn end_line(
    text: &mut String,
    types: &[Option<String>],
    after_types: &str,
    growth: [Option<u64>; 8],
) {
    for of_type in types {
        text.push(',');
        text.push_str(&field(of_type.as_deref().unwrap_or_default()));
    }
    text.push_str(after_types);
    for value in growth {
        text.push(',');
        if let Some(value) = value {
            let _ = write!(text, "{value}");
        }
    }
    text.push('\n');
}

fn field(text: &str) -> Cow<'_, str> {
    let formula = text.starts_with(['=', '+', '-', '@']);
    let text = if formula {
        Cow::Owned(format!("'{text}"))
    } else {
        text.into()
    };
    match text.contains([',', '"', '\n', '\r']) {
        true => Cow::Owned(format!("\"{}\"", text.replace('"', "\"\""))),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_in_their_column() {
        for (text, written) in [
            ("JEEP", "JEEP"),
            ("", ""),
            ("FCA, ITALY", "\"FCA, ITALY\""),
            ("A \"B\"", "\"A \"\"B\"\"\""),
            ("=1+1", "'=1+1"),
            ("@a,b", "\"'@a,b\""),
        ] {
            assert_eq!(field(text), written);
        }
    }
}
