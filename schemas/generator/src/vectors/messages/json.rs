//! What is no JSON, or wrong in any message (P-5.1 to P-5.6, P-5.44).

use iot4emissions_proto::topic::TopicKind::{
    ConfigServer, DataDevice, RegisterDevice, RegisterServer,
};

use super::Verdict::{Canonical, Deviates, Right, Wrong, WrongEach};
use super::{Payload, Row, row};

const ONE: &str = r#"{"data":[{"acquired":1,"tfc":1.0}]}"#;
const REGISTERED: &str = r#"{"deviceState":"registered"}"#;

/// Box 4 as the report prints it, with its trailing commas.
const BOX_4: &str =
    include_str!("../../../../../iot4emissions-proto/tests/boxes/box_4_as_printed.json");

pub(super) fn rows() -> Vec<Row> {
    let mut rows = no_json();
    rows.extend(no_message());
    rows.extend(free_forms());
    rows
}

fn no_json() -> Vec<Row> {
    let mut rows = vec![
        row(DataDevice, &["P-5.44", "P-5.3"], "Box 4 as printed has trailing commas", BOX_4, Wrong(&[("trailing-comma", "")])).at(6, 19),
        row(RegisterServer, &["P-5.3"], "a trailing comma after a member", r#"{"deviceState":"registered",}"#, Wrong(&[("trailing-comma", "")])).at(1, 28),
        row(DataDevice, &["P-5.3"], "a trailing comma after an element, blanks between", "{\"data\":[1, ]}", Wrong(&[("trailing-comma", "")])).at(1, 11),
        row(RegisterServer, &["P-5.3"], "a byte order mark", format!("\u{feff}{REGISTERED}"), Wrong(&[("byte-order-mark", "")])),
        row(RegisterServer, &["P-5.3", "P-5.1"], "a byte that is no UTF-8", Payload::Hex(b"{\"deviceState\":\"\xff\"}".to_vec()), Wrong(&[("not-utf-8", "")])).at(1, 17),
        row(RegisterServer, &["P-5.3"], "ISO 8859-1 is no UTF-8", Payload::Hex(b"{\"deviceState\":\"erreur de donn\xe9es\"}".to_vec()), Wrong(&[("not-utf-8", "")])),
        row(RegisterServer, &["P-5.3"], "an overlong encoding", Payload::Hex(b"{\"deviceState\":\"\xc0\xaf\"}".to_vec()), Wrong(&[("not-utf-8", "")])),
        row(RegisterServer, &["P-5.3"], "an encoded surrogate", Payload::Hex(b"{\"deviceState\":\"\xed\xa0\x80\"}".to_vec()), Wrong(&[("not-utf-8", "")])),
        row(RegisterServer, &["P-5.3"], "UTF-16 is no UTF-8", Payload::Hex(vec![0xff, 0xfe, 0x7b, 0, 0x7d, 0]), Wrong(&[("not-utf-8", "")])),
        row(RegisterServer, &["P-5.3"], "half a surrogate pair as an escape", r#"{"deviceState":"\ud800"}"#, Wrong(&[("syntax", "/deviceState")])),
        row(DataDevice, &["P-5.3"], "131,072 bytes are not too many", Payload::Padded(ONE.to_owned(), 131_072 - ONE.len()), Right(ONE.to_owned())),
        row(DataDevice, &["P-5.3"], "131,073 bytes are too many", Payload::Padded(ONE.to_owned(), 131_073 - ONE.len()), Wrong(&[("too-large", "")])),
        row(RegisterServer, &["P-5.3"], "too many bytes in a message that is short", Payload::Padded(REGISTERED.to_owned(), 131_072), Wrong(&[("too-large", "")])),
    ];
    for (name, text) in [
        ("nothing", ""),
        ("a blank", " "),
        ("an object that does not end", "{"),
        ("a string that does not end", r#"{"deviceState":"registered"#),
        ("text after the value", r#"{"deviceState":"registered"} x"#),
        ("two values", r#"{"deviceState":"registered"}{"deviceState":"registered"}"#),
        ("apostrophes for quotation marks", "{'deviceState':'registered'}"),
        ("a name without quotation marks", r#"{deviceState:"registered"}"#),
        ("a comment", "{/*state*/\"deviceState\":\"registered\"}"),
        ("a missing comma", r#"{"deviceState":"registered" "x":1}"#),
        ("a missing colon", r#"{"deviceState" "registered"}"#),
        ("a control character in a string", "{\"deviceState\":\"regis\u{1}tered\"}"),
        ("a line feed in a string", "{\"deviceState\":\"registered\n\"}"),
        ("an unknown escape", r#"{"deviceState":"\x72egistered"}"#),
        ("an escape of three digits", r#"{"deviceState":"\u072"}"#),
        ("a no-break space between members", "{\"deviceState\":\u{a0}\"registered\"}"),
        ("capital TRUE", r#"{"deviceState":TRUE}"#),
        ("a U+0000 after the value", "{\"deviceState\":\"registered\"}\u{0}"),
    ] {
        rows.push(row(RegisterServer, &["P-5.3"], format!("no JSON: {name}"), text, Wrong(&[("syntax", "")])));
    }
    for number in [
        "01", "01.0", "00.0", "-01.5", "-", "+1.0", ".5", "1.", "0x10", "NaN", "Infinity", "1.0.0",
        "1,0",
    ] {
        let text = format!(r#"{{"data":[{{"acquired":1,"tfc":{number}}}]}}"#);
        rows.push(row(DataDevice, &["P-5.3", "P-5.5"], format!("no JSON number: {number}"), text, Wrong(&[("syntax", "")])));
    }
    for time in ["01", "00", "1622538000.", "0x1"] {
        let text = format!(r#"{{"data":[{{"acquired":{time},"tfc":1.0}}]}}"#);
        rows.push(row(DataDevice, &["P-5.3", "P-5.41"], format!("no JSON number for a time: {time}"), text, Wrong(&[("syntax", "")])));
    }
    for text in [
        r#"{"data":[{"acquired":1,"tfc":1.0}],}"#,
        r#"{"data":[{"acquired":1,"tfc":1.0},]}"#,
        r#"{"data":[{"acquired":1,"tfc":1.0,}]}"#,
    ] {
        rows.push(row(DataDevice, &["P-5.3", "P-5.44"], format!("a trailing comma: {text}"), text, Wrong(&[("trailing-comma", "")])));
    }
    for text in [
        r#"{"data":[{"acquired":1,"tfc":1.0}"#,
        r#"{"data":[{"acquired":1,"tfc":1.0}]"#,
        r#"{"data":[{"acquired":1,"tfc":1.0}]}]"#,
        r#"{"data":[{"acquired":1,"tfc":1.0}{"acquired":2,"tfc":1.0}]}"#,
        r#"{"data":[,{"acquired":1,"tfc":1.0}]}"#,
    ] {
        rows.push(row(DataDevice, &["P-5.3"], format!("nearly canonical: {text}"), text, Wrong(&[("syntax", "")])));
    }
    rows
}

fn no_message() -> Vec<Row> {
    let data = |text: &str| format!(r#"{{"data":[{text}]}}"#);
    vec![
        row(DataDevice, &["P-5.3"], "the same name twice", data(r#"{"acquired":1,"tfc":1.0,"tfc":1.0}"#), Wrong(&[("duplicate-member", "/data/0/tfc")])),
        row(DataDevice, &["P-5.3"], "the same name twice, first out of range", data(r#"{"acquired":0,"tfc":1.0,"acquired":1}"#), Wrong(&[("duplicate-member", "/data/0/acquired"), ("out-of-range", "/data/0/acquired")])),
        row(DataDevice, &["P-5.3"], "the same name twice, first with the value 0", data(r#"{"acquired":1,"tfc":0.0,"tfc":1.0}"#), Wrong(&[("duplicate-member", "/data/0/tfc")])),
        row(DataDevice, &["P-5.3"], "the same name twice, once with an escape", data(r#"{"acquired":1,"tfc":1.0,"t\u0064t":1.0,"tdt":2.0}"#), Wrong(&[("duplicate-member", "/data/0/tdt")])),
        row(DataDevice, &["P-5.3"], "the same name twice at the top", r#"{"data":[{"acquired":1,"tfc":1.0}],"data":[{"acquired":1,"tfc":1.0}]}"#, Wrong(&[("duplicate-member", "/data")])),
        row(RegisterServer, &["P-5.3"], "the same state twice", r#"{"deviceState":"registered","deviceState":"registered"}"#, Wrong(&[("duplicate-member", "/deviceState")])),
        row(RegisterDevice, &["P-5.3"], "the same attribute twice", r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mt":"1","mt":"2"}}"#, Wrong(&[("duplicate-member", "/vehicleInfo/mt")])),
        row(DataDevice, &["P-5.3"], "the same unknown name twice", r#"{"data":[{"acquired":1,"tfc":1.0}],"x":1,"x":1}"#, WrongEach { tolerant: &[("duplicate-member", "/x")], strict: &[("duplicate-member", "/x"), ("unknown-member", "/x"), ("unknown-member", "/x")] }),
        row(DataDevice, &["P-5.3"], "null for a value", data(r#"{"acquired":1,"tfc":null}"#), Wrong(&[("null", "/data/0/tfc")])),
        row(DataDevice, &["P-5.3"], "null for the list", r#"{"data":null}"#, Wrong(&[("null", "/data")])),
        row(RegisterDevice, &["P-5.3", "P-5.10"], "null for an attribute", r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mh":null}}"#, Wrong(&[("null", "/vehicleInfo/mh")])),
        row(RegisterServer, &["P-5.3"], "null for everything", "null", Wrong(&[("null", "")])),
        row(DataDevice, &["P-5.3"], "null in an unknown member", r#"{"data":[{"acquired":1,"tfc":1.0}],"x":null}"#, WrongEach { tolerant: &[("null", "/x")], strict: &[("null", "/x"), ("unknown-member", "/x")] }),
        row(DataDevice, &["P-5.3", "P-5.5"], "an exponent", data(r#"{"acquired":1,"tfc":1e1}"#), Wrong(&[("exponent", "/data/0/tfc")])),
        row(DataDevice, &["P-5.3", "P-5.5"], "a capital exponent", data(r#"{"acquired":1E0,"tfc":1.0}"#), Wrong(&[("exponent", "/data/0/acquired")])),
        row(DataDevice, &["P-5.3", "P-5.5"], "an exponent after a decimal", data(r#"{"acquired":1,"tfc":325.0e-1}"#), Wrong(&[("exponent", "/data/0/tfc")])),
        row(DataDevice, &["P-5.3"], "four levels of nesting", r#"{"data":[{"acquired":1,"tfc":1.0}],"x":[[[]]]}"#, Deviates(&[("unknown-member", "/x")], ONE.to_owned())),
        row(DataDevice, &["P-5.3"], "a fifth level of nesting", r#"{"data":[{"acquired":1,"tfc":1.0}],"x":[[[{}]]]}"#, WrongEach { tolerant: &[("too-deep", "/x/0/0/0")], strict: &[("too-deep", "/x/0/0/0"), ("unknown-member", "/x")] }),
        row(DataDevice, &["P-5.3"], "a value nested in a snapshot's value", data(r#"{"acquired":1,"tfc":[[]]}"#), Wrong(&[("too-deep", "/data/0/tfc/0"), ("type", "/data/0/tfc")])),
        row(RegisterServer, &["P-5.3"], "an array for the object", r#"["registered"]"#, Wrong(&[("type", "")])),
        row(RegisterServer, &["P-5.3"], "a string for the object", r#""registered""#, Wrong(&[("type", "")])),
        row(DataDevice, &["P-5.3"], "a truth value for the object", "true", Wrong(&[("type", "")])),
        row(ConfigServer, &["P-5.3"], "a number for the object", "0", Wrong(&[("type", "")])),
        row(DataDevice, &["P-5.3"], "every problem is listed", "{\"data\":[\n {\"acquired\":0,\"tfc\":\"+1\"},\n {\"tdt\":true},\n 7, {\"acquired\":2}]}", Wrong(&[("out-of-range", "/data/0/acquired"), ("number-form", "/data/0/tfc"), ("missing-member", "/data/1"), ("type", "/data/1/tdt"), ("type", "/data/2"), ("no-value", "/data/3")])),
        row(DataDevice, &["P-5.3", "P-5.40"], "one bad snapshot among good ones", data(r#"{"acquired":1,"tfc":1.0},{"acquired":2,"tfc":-1.0},{"acquired":3,"tfc":1.0}"#), Wrong(&[("out-of-range", "/data/1/tfc")])),
        row(DataDevice, &["P-5.3"], "problems and deviations together", data(r#"{"acquired":"1","tfc":1,"tdt":-5.0,"x":0}"#), WrongEach { tolerant: &[("out-of-range", "/data/0/tdt")], strict: &[("out-of-range", "/data/0/tdt"), ("number-as-string", "/data/0/acquired"), ("precision", "/data/0/tfc"), ("unknown-member", "/data/0/x")] }),
        row(RegisterDevice, &["P-5.3"], "a name with characters that a JSON Pointer escapes", r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"a/b~c":"x"}}"#, Wrong(&[("name", "/vehicleInfo/a~1b~0c")])),
        row(RegisterDevice, &["P-5.6"], "the shorthand of Figure 5", r#"{"type":"r","vin":"JFXHF05K1L4104934"}"#, WrongEach { tolerant: &[("missing-member", "")], strict: &[("missing-member", ""), ("unknown-member", "/type")] }),
        row(DataDevice, &["P-5.6"], "the shorthand of Figure 5 for data", r#"{"type":"d","d":[]}"#, WrongEach { tolerant: &[("missing-member", "")], strict: &[("missing-member", ""), ("unknown-member", "/type"), ("unknown-member", "/d")] }),
        row(RegisterServer, &["P-5.5"], "member names are case-sensitive", r#"{"devicestate":"registered"}"#, WrongEach { tolerant: &[("missing-member", "")], strict: &[("missing-member", ""), ("unknown-member", "/devicestate")] }),
        row(DataDevice, &["P-5.5"], "an OBFCM value's name in capitals is another name", data(r#"{"acquired":1,"TFC":1.0}"#), WrongEach { tolerant: &[("no-value", "/data/0")], strict: &[("no-value", "/data/0"), ("unknown-member", "/data/0/TFC")] }),
    ]
}

/// White space, member order and escapes are never deviations (P-5.2).
fn free_forms() -> Vec<Row> {
    let three = r#"{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9},{"acquired":1625130000,"tfc":37.9,"tdt":345.2},{"acquired":1627808400,"tfc":43.3,"tdt":394.5}]}"#;
    let box_4 = BOX_4.replace(",\n    }", "\n    }");
    vec![
        row(DataDevice, &["P-5.1", "P-5.41", "P-5.42"], "Box 4 without its trailing commas", box_4, Right(three.to_owned())),
        row(DataDevice, &["P-5.1"], "the canonical form of Box 4", three, Canonical),
        row(RegisterServer, &["P-5.1", "P-5.2"], "white space of all four kinds", "\t{ \"deviceState\"\r\n:\n\"registered\" } ", Right(REGISTERED.to_owned())),
        row(RegisterServer, &["P-5.1"], "a line feed at the end is not canonical", format!("{REGISTERED}\n"), Right(REGISTERED.to_owned())),
        row(RegisterServer, &["P-5.1", "P-5.2"], "needless escapes in name and value", r#"{"device\u0053tate":"\u0072egistered"}"#, Right(REGISTERED.to_owned())),
        row(DataDevice, &["P-5.1", "P-5.2"], "another member order", r#"{"data":[{"tdt":295.9,"tfc":32.5,"acquired":1622538000}]}"#, Right(r#"{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}"#.to_owned())),
        row(RegisterDevice, &["P-5.1", "P-5.2"], "vehicleInfo before vin", r#"{"vehicleInfo":{},"vin":"JFXHF05K1L4104934"}"#, Right(r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{}}"#.to_owned())),
        row(RegisterDevice, &["P-5.1"], "an escaped solidus is read and not written", r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mh":"A\/B"}}"#, Right(r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mh":"A/B"}}"#.to_owned())),
        row(RegisterDevice, &["P-5.1"], "letters beyond ASCII are not escaped", r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mh":"\u0160koda \ud83d\ude97"}}"#, Right("{\"vin\":\"JFXHF05K1L4104934\",\"vehicleInfo\":{\"mh\":\"Škoda 🚗\"}}".to_owned())),
        row(RegisterDevice, &["P-5.1"], "quotation mark and backslash are escaped", r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mh":"a\"b\\c"}}"#, Canonical),
    ]
}
