//! Registration Request (P-5.10 to P-5.17).

use iot4emissions_proto::topic::TopicKind::RegisterDevice;

use super::Verdict::{Canonical, Deviates, Right, Wrong, WrongEach};
use super::{Places, Row, Verdict, row};

type Rules = &'static [&'static str];

/// A request for Box 1's vehicle with these attributes.
fn with(info: &str) -> String {
    format!(r#"{{"vin":"JFXHF05K1L4104934","vehicleInfo":{{{info}}}}}"#)
}

fn of(vin: &str) -> String {
    format!(r#"{{"vin":{vin},"vehicleInfo":{{}}}}"#)
}

fn info(rules: Rules, name: impl Into<String>, attributes: &str, verdict: Verdict) -> Row {
    row(RegisterDevice, rules, name, with(attributes), verdict)
}

pub(super) fn rows() -> Vec<Row> {
    let mut rows = whole();
    rows.extend(vins());
    rows.extend(texts());
    rows.extend(further());
    rows
}

fn whole() -> Vec<Row> {
    const BOX_1: &str = include_str!("../../../../../iot4emissions-proto/tests/boxes/box_1.json");
    let canonical = r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"vfn":"IP-03_MX_0169-1C4-1","mh":"FIAT GROUP","tan":"E4*2007/46*1410*01","t":"MX","va":"JHVFV","ve":"K5LE1C","mk":"JEEP","mt":"1872","ewltp":"157"}}"#;
    let all = r#""vfn":"IP-03-1C4-1","mh":"M","tan":"e1*2021/116*0071*37","t":"T","va":"A","ve":"E","mk":"K","mt":"0","ewltp":"0","z":"0","it":"e1 17","erwltp":"0.00""#;
    let reversed = r#""erwltp":"0.00","it":"e1 17","z":"0","ewltp":"0","mt":"0","mk":"K","ve":"E","va":"A","t":"T","tan":"e1*2021/116*0071*37","mh":"M","vfn":"IP-03-1C4-1""#;
    vec![
        row(RegisterDevice, &["P-5.10", "P-5.11", "P-5.12", "P-5.13", "P-5.14"], "Box 1", BOX_1, Right(canonical.to_owned())).parses(true, true),
        row(RegisterDevice, &["P-5.1", "P-5.10"], "Box 1 in canonical form", canonical, Canonical),
        info(&["P-5.10"], "no attribute at all", "", Canonical),
        info(&["P-5.10", "P-5.1"], "all twelve attributes in the order of Table 4", all, Canonical),
        info(&["P-5.10", "P-5.1"], "all twelve attributes in reverse", reversed, Right(with(all))),
        row(RegisterDevice, &["P-1.7", "P-5.10"], "an ID for the Data Service", sealed(SEALED), Canonical),
        row(RegisterDevice, &["P-1.7", "P-5.1"], "an ID for the Data Service before the others", format!(r#"{{"dataDevice":"{SEALED}","vehicleInfo":{{}},"vin":"JFXHF05K1L4104934"}}"#), Right(sealed(SEALED))),
        row(RegisterDevice, &["P-1.7"], "an ID for the Data Service, cut off", sealed(&SEALED[1..]), Wrong(&[("length", "/dataDevice")])),
        row(RegisterDevice, &["P-1.7"], "an ID for the Data Service with padding", sealed(&format!("{}=", &SEALED[1..])), Wrong(&[("characters", "/dataDevice")])),
        row(RegisterDevice, &["P-1.7"], "an ID for the Data Service with bits that no byte has", sealed(&format!("{}B", &SEALED[..149])), Wrong(&[("characters", "/dataDevice")])),
        row(RegisterDevice, &["P-1.7"], "an ID for the Data Service in the other Base64", sealed(&SEALED.replace('-', "+")), Wrong(&[("characters", "/dataDevice")])),
        row(RegisterDevice, &["P-1.7", "P-5.3"], "an ID for the Data Service that is a number", r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{},"dataDevice":1}"#, Wrong(&[("type", "/dataDevice")])),
        row(RegisterDevice, &["P-5.10"], "without vin", r#"{"vehicleInfo":{}}"#, Wrong(&[("missing-member", "")])),
        row(RegisterDevice, &["P-5.10"], "without vehicleInfo", r#"{"vin":"JFXHF05K1L4104934"}"#, Wrong(&[("missing-member", "")])),
        row(RegisterDevice, &["P-5.10"], "without both", "{}", Wrong(&[("missing-member", ""), ("missing-member", "")])),
        row(RegisterDevice, &["P-5.10"], "vehicleInfo is an array", r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":[]}"#, Wrong(&[("type", "/vehicleInfo")])),
        row(RegisterDevice, &["P-5.10"], "vehicleInfo is a string", r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":"MX"}"#, Wrong(&[("type", "/vehicleInfo")])),
        row(RegisterDevice, &["P-5.4"], "an unknown member beside vin", r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{},"deviceId":"f371cb00"}"#, Deviates(&[("unknown-member", "/deviceId")], of("\"JFXHF05K1L4104934\""))),
        row(RegisterDevice, &["P-5.4", "P-5.10"], "attributes beside vin are unknown members", r#"{"vin":"JFXHF05K1L4104934","mt":"1872","vehicleInfo":{}}"#, Deviates(&[("unknown-member", "/mt")], of("\"JFXHF05K1L4104934\""))),
    ]
}

/// As in `identity.json`.
const SEALED: &str = "aTZYJUYw9zrY2nj7Mxv5ds1C-Q4OnJ6D9AxRBypvdBedF6N8CgUxTXx4GwtGwe0kbzOtRZ1OZmmb5IjF0vDCK0JKKSmoh2lvW1ANTi_ImxoeT1lJ5j1txYwEAxUSl3o9CZcF4jvOw99nf0YiPIhdMA";

fn sealed(text: &str) -> String {
    format!(r#"{{"vin":"JFXHF05K1L4104934","vehicleInfo":{{}},"dataDevice":"{text}"}}"#)
}

fn vins() -> Vec<Row> {
    let good = [
        ("digits only", "00000000000000000"),
        ("the last allowed letters", "ZZZZZZZZZZZZZZZZZ"),
        ("letters next to I, O and Q", "HJNPRHJNPRHJNPRHJ"),
        ("a check digit that is wrong", "JFXHF05K2L4104934"),
    ];
    let bad: [(&str, &str, Places); 17] = [
        ("16 characters in 17 bytes", "\"JFXHF05K1L41049é\"", &[("length", "/vin")]),
        ("17 characters in 18 bytes", "\"JFXHF05K1L410493é\"", &[("characters", "/vin")]),
        ("16 characters", "\"JFXHF05K1L410493\"", &[("length", "/vin")]),
        ("18 characters", "\"JFXHF05K1L41049344\"", &[("length", "/vin")]),
        ("no character", "\"\"", &[("length", "/vin")]),
        ("the 36 characters of Table 4", "\"JFXHF05K1L4104934JFXHF05K1L410493400\"", &[("length", "/vin")]),
        ("an I", "\"JFXHF05K1L410493I\"", &[("characters", "/vin")]),
        ("an O", "\"OFXHF05K1L4104934\"", &[("characters", "/vin")]),
        ("a Q", "\"JFXHF05KQL4104934\"", &[("characters", "/vin")]),
        ("lower case", "\"jfxhf05k1l4104934\"", &[("characters", "/vin")]),
        ("one letter in lower case", "\"JFXHF05K1l4104934\"", &[("characters", "/vin")]),
        ("a hyphen", "\"JFXHF05K1-4104934\"", &[("characters", "/vin")]),
        ("a blank at the end instead of a digit", "\"JFXHF05K1L410493 \"", &[("characters", "/vin")]),
        ("a blank too many is not trimmed", "\" JFXHF05K1L4104934\"", &[("length", "/vin")]),
        ("a letter that looks like an A", "\"JFXHF05K1L410493А\"", &[("characters", "/vin")]),
        ("a number", "12345678901234567", &[("type", "/vin")]),
        ("an object", "{}", &[("type", "/vin")]),
    ];
    let good = good.map(|(name, vin)| {
        let payload = of(&format!("\"{vin}\""));
        row(RegisterDevice, &["P-5.11"], format!("a VIN: {name}"), payload, Canonical)
    });
    let bad = bad.map(|(name, vin, places)| {
        row(RegisterDevice, &["P-5.11", "P-5.3"], format!("no VIN: {name}"), of(vin), Wrong(places))
    });
    good.into_iter().chain(bad).collect()
}

fn texts() -> Vec<Row> {
    // Name, longest text, whether it may be empty.
    const LIMITS: [(&str, usize, bool, Rules, Places, Places); 8] = [
        ("vfn", 25, true, &["P-5.12"], &[("length", "/vehicleInfo/vfn")], &[("type", "/vehicleInfo/vfn")]),
        ("mh", 50, false, &["P-5.13"], &[("length", "/vehicleInfo/mh")], &[("type", "/vehicleInfo/mh")]),
        ("tan", 50, false, &["P-5.13"], &[("length", "/vehicleInfo/tan")], &[("type", "/vehicleInfo/tan")]),
        ("t", 25, false, &["P-5.13"], &[("length", "/vehicleInfo/t")], &[("type", "/vehicleInfo/t")]),
        ("va", 25, false, &["P-5.13"], &[("length", "/vehicleInfo/va")], &[("type", "/vehicleInfo/va")]),
        ("ve", 35, false, &["P-5.13"], &[("length", "/vehicleInfo/ve")], &[("type", "/vehicleInfo/ve")]),
        ("mk", 25, false, &["P-5.13"], &[("length", "/vehicleInfo/mk")], &[("type", "/vehicleInfo/mk")]),
        ("it", 25, true, &["P-5.15"], &[("length", "/vehicleInfo/it")], &[("type", "/vehicleInfo/it")]),
    ];
    let mut rows = Vec::new();
    for (member, limit, free, rules, length, kind) in LIMITS {
        // Characters, not bytes: each of these has two.
        let longest = "é".repeat(limit);
        let empty = if free { Canonical } else { Wrong(length) };
        rows.extend([
            info(rules, format!("{member} of {limit} characters"), &format!("\"{member}\":\"{longest}\""), Canonical),
            info(rules, format!("{member} of {} characters", limit + 1), &format!("\"{member}\":\"{longest}x\""), Wrong(length)),
            info(rules, format!("{member} is empty"), &format!("\"{member}\":\"\""), empty),
            info(rules, format!("{member} is a number"), &format!("\"{member}\":1"), Wrong(kind)),
        ]);
    }
    rows.extend([
        info(&["P-5.13"], "a control character in mh", r#""mh":"FIAT\u0000GROUP""#, Wrong(&[("characters", "/vehicleInfo/mh")])),
        info(&["P-5.13"], "a line feed in mk", r#""mk":"JEEP\n""#, Wrong(&[("characters", "/vehicleInfo/mk")])),
        info(&["P-5.13"], "a C1 control character in tan", r#""tan":"e1*\u0085""#, Wrong(&[("characters", "/vehicleInfo/tan")])),
        info(&["P-5.13"], "a DELETE in t", r#""t":"\u007f""#, Wrong(&[("characters", "/vehicleInfo/t")])),
        info(&["P-5.12"], "a NUL in vfn", r#""vfn":"IP\u0000""#, Wrong(&[("characters", "/vehicleInfo/vfn")])),
        info(&["P-5.15"], "an escape sequence in it", r#""it":"\u001b[2J""#, Wrong(&[("characters", "/vehicleInfo/it")])),
        info(&["P-5.5", "P-5.13"], "blanks are not trimmed", r#""mh":" FIAT ""#, Canonical),
        info(&["P-5.12"], "the longest interpolation family", r#""vfn":"IP-123456789012345-1C4-1","tan":"x""#, Canonical).parses(true, false),
        info(&["P-5.12"], "a family number of another form is kept", r#""vfn":"unknown""#, Canonical).parses(false, false),
        info(&["P-5.12"], "an interpolation family in lower case does not parse", r#""vfn":"ip-03-1C4-1""#, Canonical).parses(false, false),
        info(&["P-5.12"], "a family whose WMI has an I does not parse", r#""vfn":"IP-03-1I4-1""#, Canonical).parses(false, false),
        info(&["P-5.12"], "a family with an x of two digits does not parse", r#""vfn":"IP-03-1C4-12""#, Canonical).parses(false, false),
        info(&["P-5.12"], "a family of five parts does not parse", r#""vfn":"IP-03-1C4-1-1""#, Canonical).parses(false, false),
        info(&["P-5.13"], "a type-approval number in lower case parses", r#""tan":"e4*2007/46*1410*01""#, Canonical).parses(false, true),
        info(&["P-5.13"], "a type-approval number without extension does not parse", r#""tan":"e4*2007/46*1410""#, Canonical).parses(false, false),
        info(&["P-5.13"], "a type-approval number without its e does not parse", r#""tan":"4*2007/46*1410*01""#, Canonical).parses(false, false),
        info(&["P-5.13"], "a type-approval number with an empty act does not parse", r#""tan":"e4**1410*01""#, Canonical).parses(false, false),
        info(&["P-1.5", "P-7.3"], "an attribute that contains the VIN is still a message", r#""mk":"JFXHF05K1L4104934""#, Canonical),
    ]);
    rows
}

fn further() -> Vec<Row> {
    let many = |count: usize| {
        let names = (0..count).map(|number| format!(r#""a{number:02}":"x""#));
        names.collect::<Vec<_>>().join(",")
    };
    let fifty = "é".repeat(50);
    let mut rows = vec![
        info(&["P-5.17"], "a further attribute", r#""ct":"M1""#, Canonical),
        info(&["P-5.17", "P-5.1"], "further attributes are written last, in byte order", r#""b":"2","Z":"0","mt":"1","a":"1""#, Right(with(r#""mt":"1","Z":"0","a":"1","b":"2""#))),
        info(&["P-5.17"], "a further attribute may be empty", r#""ct":"""#, Canonical),
        info(&["P-5.17"], "a further attribute of 50 characters", &format!(r#""ct":"{fifty}""#), Canonical),
        info(&["P-5.17"], "a further attribute of 51 characters", &format!(r#""ct":"{fifty}x""#), Wrong(&[("length", "/vehicleInfo/ct")])),
        info(&["P-5.17"], "a NUL in a further attribute", r#""ct":"M\u0000""#, Wrong(&[("characters", "/vehicleInfo/ct")])),
        info(&["P-5.17"], "a C1 control character in a further attribute", r#""ct":"\u009f""#, Wrong(&[("characters", "/vehicleInfo/ct")])),
        info(&["P-5.17"], "a no-break space is no control character", r#""ct":"M 1""#, Canonical),
        info(&["P-5.17"], "a name of 16 characters", r#""abcdefghijklmnop":"x""#, Canonical),
        info(&["P-5.17"], "a further attribute that is a number", r#""ct":1"#, Wrong(&[("type", "/vehicleInfo/ct")])),
        info(&["P-5.17"], "a further attribute that is an array", r#""ct":[]"#, Wrong(&[("type", "/vehicleInfo/ct")])),
        info(&["P-5.17"], "a known name in another letter case is another name", r#""MT":"heavy""#, Canonical),
        info(&["P-5.17"], "32 further attributes", &many(32), Canonical),
        info(&["P-5.17"], "33 further attributes", &many(33), Wrong(&[("length", "/vehicleInfo")])),
        info(&["P-5.17"], "bad name and bad value of one attribute", r#""9":9"#, Wrong(&[("type", "/vehicleInfo/9"), ("name", "/vehicleInfo/9")])),
        info(&["P-5.3", "P-5.17"], "the same further attribute twice", r#""ct":"M1","ct":"M1""#, Wrong(&[("duplicate-member", "/vehicleInfo/ct")])),
        row(RegisterDevice, &["P-5.4", "P-5.17"], "deviations in the attributes and beside them", r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mt":1872},"x":0}"#, Deviates(&[("string-as-number", "/vehicleInfo/mt"), ("unknown-member", "/x")], with(r#""mt":"1872""#))),
        row(RegisterDevice, &["P-5.3", "P-5.17"], "problems everywhere", r#"{"vin":"I","vehicleInfo":{"mh":"","-":"x","mt":"x"},"x":0}"#, WrongEach { tolerant: &[("length", "/vin"), ("length", "/vehicleInfo/mh"), ("name", "/vehicleInfo/-"), ("number-form", "/vehicleInfo/mt")], strict: &[("length", "/vin"), ("length", "/vehicleInfo/mh"), ("name", "/vehicleInfo/-"), ("number-form", "/vehicleInfo/mt"), ("unknown-member", "/x")] }),
    ];
    let names: [(&str, Places); 6] = [
        ("9a", &[("name", "/vehicleInfo/9a")]),
        ("", &[("name", "/vehicleInfo/")]),
        ("a_b", &[("name", "/vehicleInfo/a_b")]),
        ("a b", &[("name", "/vehicleInfo/a b")]),
        ("é", &[("name", "/vehicleInfo/é")]),
        ("abcdefghijklmnopq", &[("name", "/vehicleInfo/abcdefghijklmnopq")]),
    ];
    for (name, places) in names {
        rows.push(info(&["P-5.17"], format!("no attribute name: {name:?}"), &format!(r#""{name}":"x""#), Wrong(places)));
    }
    rows
}
