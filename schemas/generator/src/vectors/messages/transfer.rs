//! Data Transfer (P-5.40 to P-5.43).

use iot4emissions_proto::topic::TopicKind::DataDevice;

use super::Verdict::{Canonical, Deviates, Wrong, WrongEach};
use super::{Places, Row, Verdict, row};

type Rules = &'static [&'static str];

fn data(snapshots: &str) -> String {
    format!(r#"{{"data":[{snapshots}]}}"#)
}

fn of(rules: Rules, name: impl Into<String>, snapshots: &str, verdict: Verdict) -> Row {
    row(DataDevice, rules, name, data(snapshots), verdict)
}

pub(super) fn rows() -> Vec<Row> {
    let mut rows = lists();
    rows.extend(times());
    rows.extend(parameters());
    rows
}

fn lists() -> Vec<Row> {
    let two = data(r#"{"acquired":1,"tfc":1.0},{"acquired":2,"tdt":0.1}"#);
    let three =
        data(r#"{"acquired":1,"tfc":1.0},{"acquired":2,"tfc":2.0},{"acquired":3,"tfc":3.0}"#);
    vec![
        row(DataDevice, &["P-5.40"], "no list", "{}", Wrong(&[("missing-member", "")])),
        of(&["P-5.40"], "an empty list", "", Wrong(&[("length", "/data")])),
        row(DataDevice, &["P-5.40"], "an object for the list", r#"{"data":{"acquired":1,"tfc":1.0}}"#, Wrong(&[("type", "/data")])),
        row(DataDevice, &["P-5.40"], "a snapshot for the message", r#"{"acquired":1,"tfc":1.0}"#, WrongEach { tolerant: &[("missing-member", "")], strict: &[("missing-member", ""), ("unknown-member", "/acquired"), ("unknown-member", "/tfc")] }),
        of(&["P-5.40"], "two snapshots with different values", r#"{"acquired":1,"tfc":1.0},{"acquired":2,"tdt":0.1}"#, Canonical),
        of(&["P-5.40", "P-5.4"], "two snapshots, the later one first", r#"{"acquired":2,"tdt":0.1},{"acquired":1,"tfc":1.0}"#, Deviates(&[("unordered", "/data")], two)),
        of(&["P-5.40", "P-5.4"], "three snapshots in disorder are one deviation", r#"{"acquired":3,"tfc":3.0},{"acquired":2,"tfc":2.0},{"acquired":1,"tfc":1.0}"#, Deviates(&[("unordered", "/data")], three.clone())),
        of(&["P-5.40", "P-5.4"], "the last of three snapshots is too early", r#"{"acquired":2,"tfc":2.0},{"acquired":3,"tfc":3.0},{"acquired":1,"tfc":1.0}"#, Deviates(&[("unordered", "/data")], three)),
        of(&["P-5.40"], "the same time twice, same values", r#"{"acquired":1,"tfc":1.0},{"acquired":1,"tfc":1.0}"#, Wrong(&[("duplicate-acquired", "/data/1/acquired")])),
        of(&["P-5.40"], "the same time twice, other values", r#"{"acquired":1,"tfc":1.0},{"acquired":1,"tdt":1.0}"#, Wrong(&[("duplicate-acquired", "/data/1/acquired")])),
        of(&["P-5.40"], "the same time three times", r#"{"acquired":7,"tfc":1.0},{"acquired":7,"tfc":1.0},{"acquired":7,"tfc":1.0}"#, Wrong(&[("duplicate-acquired", "/data/1/acquired"), ("duplicate-acquired", "/data/2/acquired")])),
        of(&["P-5.40"], "the same time twice in disorder", r#"{"acquired":2,"tfc":1.0},{"acquired":1,"tfc":1.0},{"acquired":2,"tfc":1.0}"#, WrongEach { tolerant: &[("duplicate-acquired", "/data/2/acquired")], strict: &[("duplicate-acquired", "/data/2/acquired"), ("unordered", "/data")] }),
        of(&["P-5.40", "P-5.4"], "the same time as number and as string", r#"{"acquired":1,"tfc":1.0},{"acquired":"1","tfc":1.0}"#, WrongEach { tolerant: &[("duplicate-acquired", "/data/1/acquired")], strict: &[("number-as-string", "/data/1/acquired"), ("duplicate-acquired", "/data/1/acquired")] }),
        of(&["P-5.40"], "a snapshot that is an array", "[1,2]", Wrong(&[("type", "/data/0")])),
        of(&["P-5.40"], "a snapshot that is a string", "\"x\"", Wrong(&[("type", "/data/0")])),
        of(&["P-5.43"], "a snapshot without a value", r#"{"acquired":1}"#, Wrong(&[("no-value", "/data/0")])),
        of(&["P-5.43"], "a snapshot with an unknown value only", r#"{"acquired":1,"tfx":1.0}"#, WrongEach { tolerant: &[("no-value", "/data/0")], strict: &[("no-value", "/data/0"), ("unknown-member", "/data/0/tfx")] }),
        of(&["P-5.43", "P-5.41"], "an empty snapshot", "{}", Wrong(&[("missing-member", "/data/0"), ("no-value", "/data/0")])),
        of(&["P-5.4"], "an unknown member beside values", r#"{"acquired":1,"tfc":1.0,"soc":80}"#, Deviates(&[("unknown-member", "/data/0/soc")], data(r#"{"acquired":1,"tfc":1.0}"#))),
        row(DataDevice, &["P-5.4", "P-1.5"], "a VIN in Data Transfer is an unknown member", r#"{"vin":"JFXHF05K1L4104934","data":[{"acquired":1,"tfc":1.0}]}"#, Deviates(&[("unknown-member", "/vin")], data(r#"{"acquired":1,"tfc":1.0}"#))),
        of(&["P-5.42", "P-5.43"], "all eight values in the order of Table 7", r#"{"acquired":1622538000,"tfc":0.0,"tdt":0.1,"tfccdo":10.0,"tfcdscio":99.9,"tdtcdoeo":100.0,"tdtcdoer":1000.5,"tdtdscio":99999.9,"tgeib":429496729.4}"#, Canonical),
        of(&["P-5.42", "P-5.1"], "all eight values in reverse", r#"{"tgeib":8.0,"tdtdscio":7.0,"tdtcdoer":6.0,"tdtcdoeo":5.0,"tfcdscio":4.0,"tfccdo":3.0,"tdt":2.0,"tfc":1.0,"acquired":9}"#, Verdict::Right(data(r#"{"acquired":9,"tfc":1.0,"tdt":2.0,"tfccdo":3.0,"tfcdscio":4.0,"tdtcdoeo":5.0,"tdtcdoer":6.0,"tdtdscio":7.0,"tgeib":8.0}"#))),
    ]
}

fn times() -> Vec<Row> {
    const AT: &str = "/data/0/acquired";
    let time = |rules, name: &str, time: &str, verdict| {
        of(rules, format!("acquired: {name}"), &format!(r#"{{"acquired":{time},"tfc":1.0}}"#), verdict)
    };
    let one = || data(r#"{"acquired":1,"tfc":1.0}"#);
    vec![
        time(&["P-5.41"], "the least", "1", Canonical),
        time(&["P-5.41"], "the most", "9999999999", Canonical),
        time(&["P-5.41"], "0", "0", Wrong(&[("out-of-range", AT)])),
        time(&["P-5.41"], "eleven digits", "10000000000", Wrong(&[("out-of-range", AT)])),
        time(&["P-5.41"], "milliseconds", "1622538000000", Wrong(&[("out-of-range", AT)])),
        time(&["P-5.41"], "negative", "-1", Wrong(&[("out-of-range", AT)])),
        time(&["P-5.41", "P-5.5"], "minus zero is 0", "-0", Wrong(&[("out-of-range", AT)])),
        time(&["P-5.41", "P-5.4"], "the string of Table 7", "\"1\"", Deviates(&[("number-as-string", AT)], one())),
        time(&["P-5.41", "P-5.4"], "with a decimal", "1.0", Deviates(&[("precision", AT)], one())),
        time(&["P-5.41", "P-5.4"], "half a second, rounded away from zero", "0.5", Deviates(&[("precision", AT)], one())),
        time(&["P-5.41", "P-5.4"], "less than half a second is 0", "0.49", WrongEach { tolerant: &[("out-of-range", AT)], strict: &[("precision", AT), ("out-of-range", AT)] }),
        time(&["P-5.41"], "a date", "\"2021-06-01T09:00:00Z\"", Wrong(&[("number-form", AT)])),
        time(&["P-5.41"], "a truth value", "false", Wrong(&[("type", AT)])),
        time(&["P-5.41"], "an object", "{}", Wrong(&[("type", AT)])),
        of(&["P-5.41"], "no acquired", r#"{"tfc":1.0}"#, Wrong(&[("missing-member", "/data/0")])),
    ]
}

fn parameters() -> Vec<Row> {
    /// Each with the places of its number as a string, precision, range and type.
    const NAMES: [(&str, Places, Places, Places, Places); 8] = [
        ("tfc", &[("number-as-string", "/data/0/tfc")], &[("precision", "/data/0/tfc")], &[("out-of-range", "/data/0/tfc")], &[("type", "/data/0/tfc")]),
        ("tdt", &[("number-as-string", "/data/0/tdt")], &[("precision", "/data/0/tdt")], &[("out-of-range", "/data/0/tdt")], &[("type", "/data/0/tdt")]),
        ("tfccdo", &[("number-as-string", "/data/0/tfccdo")], &[("precision", "/data/0/tfccdo")], &[("out-of-range", "/data/0/tfccdo")], &[("type", "/data/0/tfccdo")]),
        ("tfcdscio", &[("number-as-string", "/data/0/tfcdscio")], &[("precision", "/data/0/tfcdscio")], &[("out-of-range", "/data/0/tfcdscio")], &[("type", "/data/0/tfcdscio")]),
        ("tdtcdoeo", &[("number-as-string", "/data/0/tdtcdoeo")], &[("precision", "/data/0/tdtcdoeo")], &[("out-of-range", "/data/0/tdtcdoeo")], &[("type", "/data/0/tdtcdoeo")]),
        ("tdtcdoer", &[("number-as-string", "/data/0/tdtcdoer")], &[("precision", "/data/0/tdtcdoer")], &[("out-of-range", "/data/0/tdtcdoer")], &[("type", "/data/0/tdtcdoer")]),
        ("tdtdscio", &[("number-as-string", "/data/0/tdtdscio")], &[("precision", "/data/0/tdtdscio")], &[("out-of-range", "/data/0/tdtdscio")], &[("type", "/data/0/tdtdscio")]),
        ("tgeib", &[("number-as-string", "/data/0/tgeib")], &[("precision", "/data/0/tgeib")], &[("out-of-range", "/data/0/tgeib")], &[("type", "/data/0/tgeib")]),
    ];
    let mut rows = Vec::new();
    for (name, as_string, precision, range, kind) in NAMES {
        let value = |value: &str| format!(r#"{{"acquired":1,"{name}":{value}}}"#);
        rows.extend([
            of(&["P-5.42", "P-5.43"], format!("{name}: 0.0, the least"), &value("0.0"), Canonical),
            of(&["P-5.43"], format!("{name}: 429496729.4, the most"), &value("429496729.4"), Canonical),
            of(&["P-5.43"], format!("{name}: 429496729.5 means not available on the bus"), &value("429496729.5"), Wrong(range)),
            of(&["P-5.42", "P-5.4"], format!("{name}: the string of Table 7"), &value("\"32.5\""), Deviates(as_string, data(&value("32.5")))),
            of(&["P-5.42", "P-5.4"], format!("{name}: no decimal"), &value("32"), Deviates(precision, data(&value("32.0")))),
            of(&["P-5.42", "P-5.3"], format!("{name}: a truth value"), &value("true"), Wrong(kind)),
        ]);
    }
    rows
}
