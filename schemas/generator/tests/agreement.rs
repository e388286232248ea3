//! x
#[test]
fn x() {
    let _ = jsonschema::validator_for(&serde_json::json!({})).unwrap();
}
