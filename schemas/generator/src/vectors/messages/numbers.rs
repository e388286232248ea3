//! The text of numbers (P-5.4, P-5.5, P-5.14, P-5.16).

use iot4emissions_proto::topic::TopicKind::{DataDevice, RegisterDevice};

use super::Verdict::{Canonical, Deviates, Right, Wrong, WrongEach};
use super::{Places, Row, Verdict, row};

type Rules = &'static [&'static str];

pub(super) fn rows() -> Vec<Row> {
    let mut rows = tenths();
    rows.extend(strings());
    rows.extend(attributes());
    rows
}

fn tfc(value: &str) -> String {
    format!(r#"{{"data":[{{"acquired":1,"tfc":{value}}}]}}"#)
}

fn tenths() -> Vec<Row> {
    const AT: &str = "/data/0/tfc";
    const PRECISION: Places = &[("precision", AT)];
    let mut rows = Vec::new();
    // As it came, and as it is written.
    for (text, written) in [
        ("32.50", "32.5"),
        ("32.54", "32.5"),
        ("32.549999", "32.5"),
        ("32.55", "32.6"),
        ("32.95", "33.0"),
        ("0.04", "0.0"),
        ("0.05", "0.1"),
        ("9.99", "10.0"),
        ("429496729.44", "429496729.4"),
        ("0.00000000000000000000000000000000000000001", "0.0"),
    ] {
        let verdict = Deviates(PRECISION, tfc(written));
        rows.push(row(DataDevice, &["P-5.4", "P-5.5"], format!("{text} l is rounded to {written} l"), tfc(text), verdict));
    }
    rows.extend([
        row(DataDevice, &["P-5.5"], "-0.0 is 0.0", tfc("-0.0"), Right(tfc("0.0"))),
        row(DataDevice, &["P-5.5", "P-5.4"], "-0 is 0", tfc("-0"), Deviates(PRECISION, tfc("0.0"))),
        row(DataDevice, &["P-5.5", "P-5.4"], "-0.04 is rounded to 0.0", tfc("-0.04"), Deviates(PRECISION, tfc("0.0"))),
        row(DataDevice, &["P-5.5", "P-5.4"], "-0.05 is rounded away from zero, below the least", tfc("-0.05"), WrongEach { tolerant: &[("out-of-range", AT)], strict: &[("precision", AT), ("out-of-range", AT)] }),
        row(DataDevice, &["P-5.43"], "a negative value", tfc("-0.1"), Wrong(&[("out-of-range", AT)])),
        row(DataDevice, &["P-5.5", "P-5.43"], "429496729.45 is rounded above the most", tfc("429496729.45"), WrongEach { tolerant: &[("out-of-range", AT)], strict: &[("precision", AT), ("out-of-range", AT)] }),
        row(DataDevice, &["P-5.43"], "2^64 tenths", tfc("1844674407370955161.6"), Wrong(&[("out-of-range", AT)])),
        row(DataDevice, &["P-5.43"], "forty digits", tfc("1234567890123456789012345678901234567890.1"), Wrong(&[("out-of-range", AT)])),
        row(DataDevice, &["P-5.5"], "a value that binary floating point cannot hold is exact", tfc("214748364.7"), Canonical),
    ]);
    rows
}

fn strings() -> Vec<Row> {
    const AT: &str = "/data/0/tfc";
    let mut rows = vec![
        row(DataDevice, &["P-5.4", "P-5.5"], "a string without decimal", tfc("\"32\""), Deviates(&[("number-as-string", AT), ("precision", AT)], tfc("32.0"))),
        row(DataDevice, &["P-5.4", "P-5.5"], "a string with two decimals", tfc("\"32.54\""), Deviates(&[("number-as-string", AT), ("precision", AT)], tfc("32.5"))),
        row(DataDevice, &["P-5.5", "P-5.4"], "a string with minus zero", tfc("\"-0.0\""), Deviates(&[("number-as-string", AT)], tfc("0.0"))),
        row(DataDevice, &["P-5.2", "P-5.4"], "a string with escapes", tfc(r#""\u0033\u0032.5""#), Deviates(&[("number-as-string", AT)], tfc("32.5"))),
        row(DataDevice, &["P-5.5"], "a string with too large a number", tfc("\"429496729.5\""), WrongEach { tolerant: &[("out-of-range", AT)], strict: &[("number-as-string", AT), ("out-of-range", AT)] }),
    ];
    for text in [
        "", "-", "+1.0", "01.0", "-01.0", "1.", ".5", "1e3", "1.0E1", " 1.0", "1.0 ", "1,0",
        "1_000.0", "0x1", "--1", "1.5.1", "NaN", "٣.٠", "1.0l", "½",
    ] {
        rows.push(row(DataDevice, &["P-5.5"], format!("no number as string: {text:?}"), tfc(&format!("\"{text}\"")), Wrong(&[("number-form", AT)])));
    }
    rows
}

fn attributes() -> Vec<Row> {
    /// Name and places of: form, range, number for a string, precision, type.
    const WHOLE: [(&str, Places, Places, Places, Places, Places); 3] = [
        ("mt", &[("number-form", "/vehicleInfo/mt")], &[("out-of-range", "/vehicleInfo/mt")], &[("string-as-number", "/vehicleInfo/mt")], &[("precision", "/vehicleInfo/mt")], &[("type", "/vehicleInfo/mt")]),
        ("ewltp", &[("number-form", "/vehicleInfo/ewltp")], &[("out-of-range", "/vehicleInfo/ewltp")], &[("string-as-number", "/vehicleInfo/ewltp")], &[("precision", "/vehicleInfo/ewltp")], &[("type", "/vehicleInfo/ewltp")]),
        ("z", &[("number-form", "/vehicleInfo/z")], &[("out-of-range", "/vehicleInfo/z")], &[("string-as-number", "/vehicleInfo/z")], &[("precision", "/vehicleInfo/z")], &[("type", "/vehicleInfo/z")]),
    ];
    const AT: &str = "/vehicleInfo/erwltp";
    let with = |name: &str, value: &str| {
        format!(r#"{{"vin":"JFXHF05K1L4104934","vehicleInfo":{{"{name}":{value}}}}}"#)
    };
    let mut rows = Vec::new();
    for (name, form, range, number, precision, kind) in WHOLE {
        let add = |rows: &mut Vec<Row>, rules: Rules, what: &str, value: &str, verdict: Verdict| {
            rows.push(row(RegisterDevice, rules, format!("{name}: {what}"), with(name, value), verdict));
        };
        add(&mut rows, &["P-5.14"], "the most", "\"99999\"", Canonical);
        add(&mut rows, &["P-5.14"], "more than the most", "\"100000\"", Wrong(range));
        add(&mut rows, &["P-5.14"], "negative", "\"-1\"", Wrong(range));
        add(&mut rows, &["P-5.14", "P-5.4"], "a number", "1872", Deviates(number, with(name, "\"1872\"")));
        add(&mut rows, &["P-5.14", "P-5.4"], "with decimals", "\"157.5\"", Deviates(precision, with(name, "\"158\"")));
        add(&mut rows, &["P-5.14", "P-5.5"], "a leading zero", "\"0157\"", Wrong(form));
        add(&mut rows, &["P-5.14", "P-5.3"], "an array", "[]", Wrong(kind));
    }
    let reduction = |rules, name: &str, value: &str, verdict| {
        row(RegisterDevice, rules, format!("erwltp: {name}"), with("erwltp", value), verdict)
    };
    rows.extend([
        reduction(&["P-5.16"], "the least", "\"0.00\"", Canonical),
        reduction(&["P-5.16"], "the most", "\"999.99\"", Canonical),
        reduction(&["P-5.16"], "more than the most", "\"1000.00\"", Wrong(&[("out-of-range", AT)])),
        reduction(&["P-5.16"], "negative", "\"-0.01\"", Wrong(&[("out-of-range", AT)])),
        reduction(&["P-5.16", "P-5.4"], "one decimal", "\"1.5\"", Deviates(&[("precision", AT)], with("erwltp", "\"1.50\""))),
        reduction(&["P-5.16", "P-5.4"], "three decimals, rounded away from zero", "\"1.235\"", Deviates(&[("precision", AT)], with("erwltp", "\"1.24\""))),
        reduction(&["P-5.16", "P-5.4"], "a number", "1.50", Deviates(&[("string-as-number", AT)], with("erwltp", "\"1.50\""))),
        reduction(&["P-5.16", "P-5.4"], "a number without decimals", "2", Deviates(&[("string-as-number", AT), ("precision", AT)], with("erwltp", "\"2.00\""))),
        reduction(&["P-5.16", "P-5.5"], "a comma for the point", "\"1,50\"", Wrong(&[("number-form", AT)])),
        reduction(&["P-5.16", "P-5.3"], "a bare exponent", "15e-1", Wrong(&[("exponent", AT)])),
    ]);
    rows
}
