//! The message vectors, which were written by hand, against the schemas.

use std::fs;

use iot4emissions_proto::topic::TopicKind;
use serde_json::Value;

use crate::judge::Schemas;

fn payload(case: &Value) -> Vec<u8> {
    let payload = &case["payload"];
    if let Some(hex) = payload["hex"].as_str() {
        let byte = |place: usize| u8::from_str_radix(&hex[place..place + 2], 16).unwrap();
        return (0..hex.len()).step_by(2).map(byte).collect();
    }
    let blanks = payload["blanks"].as_u64().unwrap_or(0) as usize;
    let text = payload["text"].as_str().unwrap().to_owned() + &" ".repeat(blanks);
    text.into_bytes()
}

#[test]
fn p_5_2_vectors_are_valid_where_they_are_accepted() {
    let path = schemas::folder().join("vectors/messages.json");
    let vectors: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let schemas = TopicKind::ALL.map(Schemas::of);
    let cases = vectors["cases"].as_array().unwrap();
    for case in cases {
        let name = &case["name"];
        let kind: TopicKind = serde_json::from_value(case["kind"].clone()).unwrap();
        let place = TopicKind::ALL.iter().position(|k| *k == kind).unwrap();
        let verdicts = schemas[place]
            .judge(&payload(case))
            .unwrap_or_else(|difference| panic!("{name}: {difference}"));
        let accepted = ["strict", "tolerant"].map(|p| case[p].get("issues").is_none());
        assert_eq!(verdicts.decoder, accepted, "{name}");
        for (place, reasons) in verdicts.reasons.iter().enumerate() {
            if reasons.is_empty() {
                let valid = verdicts.schema.is_some_and(|valid| valid[place]);
                assert_eq!(valid, accepted[place], "{name}");
            }
        }
        let valid = verdicts.schema.is_some_and(|[canonical, _]| canonical);
        let is_canonical = case["isCanonical"] == true;
        assert!(
            !is_canonical || (valid && verdicts.bytes.is_empty()),
            "{name}"
        );
    }
    assert!(cases.len() > 400, "{}", cases.len());
}
