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
        let mut text = String::from("pseudonym,month");
        for name in self
            .report
            .by
            .iter()
            .map(|one| one.wire_name())
            .chain(COLUMNS)
        {
            text.push(',');
            text.push_str(name);
        }
        text.push('\n');
        for row in &self.rows {
            // A String takes whatever is written.
            let _ = write!(text, "{},{}", row.pseudonym, row.month);
            for of_type in &row.types {
                let _ = write!(text, ",{}", field(of_type.as_deref().unwrap_or_default()));
            }
            for value in row.growth {
                text.push(',');
                if let Some(value) = value {
                    let _ = write!(text, "{value}");
                }
            }
            text.push('\n');
        }
        text
    }
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
