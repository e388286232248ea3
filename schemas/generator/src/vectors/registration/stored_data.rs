//! Lives in which stored data is separated or erased (P-7.13, P-7.14).

use iot4emissions_proto::services::registration::{StoredData, StoredDataPolicy};
use serde_json::{Value, json};

use super::Step;
use super::lives::{acknowledged, call, clear, consent, ok, registered, request, step};

fn owner(consent: bool) -> Value {
    json!({"ownerChanged": {"consent": consent}})
}

fn delete(device: Option<&str>) -> Value {
    json!({"deleteRecord": {"device": device}})
}

/// What stays as it is.
pub(super) const KEEP: StoredDataPolicy = each(StoredData::Keep);

const fn each(data: StoredData) -> StoredDataPolicy {
    StoredDataPolicy {
        withdrawal: data,
        leaving: data,
        release: data,
        scrapping: data,
    }
}

pub(super) fn all() -> Vec<(&'static str, StoredDataPolicy, Vec<Step>)> {
    let (keep, separate, erase) = (StoredData::Keep, StoredData::Separate, StoredData::Erase);
    vec![
        ("a change of owner", each(keep), sold()),
        ("a withdrawal that keeps", each(keep), withdrawn_keeping()),
        ("a withdrawal that separates", each(separate), withdrawn_separating()),
        ("a withdrawal that erases", each(erase), withdrawn_erasing()),
        ("leaving erases", each(erase), left()),
        ("data erased", each(keep), erased()),
        ("data erased, and a word meanwhile", each(keep), erased_and_registered()),
        ("scrapped, and its data kept", each(keep), scrapped_keeping()),
        ("scrapped, and its data erased", each(erase), scrapped_erasing()),
        ("released, and its data erased", each(erase), released_erasing()),
    ]
}

/// Cleared by calls 1 and 2.
fn cleared() -> Vec<Step> {
    vec![
        step(&["P-7.4"], "registered with consent", registered("GR", true), json!([]), "GR consent | | 0"),
        step(&["P-7.1"], "a request", request("d1"), json!([call()]), "GR consent | d1 introducing 1 | 1"),
        step(&["P-7.1", "P-7.4"], "introduced, and cleared", acknowledged("d1", 1), json!([ok("d1"), call()]), "GR consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-7.4"], "the clearance is acknowledged", acknowledged("d1", 2), json!([]), "GR consent | d1 introduced cleared | 2"),
    ]
}

fn and_then(steps: Vec<Step>) -> Vec<Step> {
    cleared().into_iter().chain(steps).collect()
}

fn sold() -> Vec<Step> {
    and_then(vec![
        step(&["P-7.13", "P-5.50"], "the new owner consents at once", owner(true), json!([call()]), "GR consent | d1 introduced cleared 3:cleared segment | 3"),
        step(&["P-7.13"], "sold again before that is answered", owner(true), json!([call()]), "GR consent | d1 introduced cleared 4:cleared segment | 4"),
        step(&["P-7.13"], "the first answer says nothing of the second", acknowledged("d1", 3), json!([]), "GR consent | d1 introduced cleared 4:cleared segment | 4"),
        step(&["P-7.13"], "the second is acknowledged", acknowledged("d1", 4), json!([]), "GR consent | d1 introduced cleared | 4"),
        step(&["P-7.13", "P-7.14"], "a new owner who refuses", owner(false), json!([call()]), "GR | d1 introduced cleared 5:notCleared segment | 5"),
        step(&["P-7.13"], "that is acknowledged", acknowledged("d1", 5), json!([]), "GR | d1 introduced notCleared | 5"),
        step(&["P-7.13", "P-7.11"], "after a loss of records, a segment again", json!("tellAgain"), json!([call()]), "GR | d1 introduced nothing 6:notCleared segment | 6"),
    ])
}

fn withdrawn_keeping() -> Vec<Step> {
    and_then(vec![
        step(&["P-7.14"], "withdrawn", consent(false), json!([call()]), "GR | d1 introduced cleared 3:notCleared | 3"),
    ])
}

fn withdrawn_separating() -> Vec<Step> {
    and_then(vec![
        step(&["P-7.14", "P-7.13"], "withdrawn", consent(false), json!([call()]), "GR | d1 introduced cleared 3:notCleared segment | 3"),
        step(&["P-7.3", "P-7.13"], "released while that is under way: by the same call", json!("released"), json!([]), "GR | d1 releasing 3 segment | 3"),
    ])
}

fn withdrawn_erasing() -> Vec<Step> {
    and_then(vec![
        step(&["P-7.14"], "withdrawn", consent(false), json!([clear("d1"), call()]), "GR | d1 forgetting 3 | 3"),
        step(&["P-7.14"], "the erasure is acknowledged", acknowledged("d1", 3), json!([]), "GR | d1 forgotten | 3"),
        step(&["P-7.14", "P-7.11"], "after a restore of the Data Service, again", json!("tellAgain"), json!([call()]), "GR | d1 forgetting 4 | 4"),
        step(&["P-7.14"], "consent before that is answered", consent(true), json!([]), "GR consent | d1 forgetting 4 | 4"),
        step(&["P-7.14", "P-7.1"], "answered: introduced again", acknowledged("d1", 4), json!([call()]), "GR consent | d1 introducing 5 | 5"),
        step(&["P-7.14", "P-7.4"], "introduced: what it may bring from before is not kept", acknowledged("d1", 5), json!([ok("d1"), call()]), "GR consent | d1 introduced introduction 6:notCleared | 6"),
    ])
}

fn left() -> Vec<Step> {
    and_then(vec![
        step(&["P-7.14", "P-7.4"], "left", json!("left"), json!([clear("d1"), call()]), "| d1 forgetting 3 | 3"),
        step(&["P-7.14"], "acknowledged", acknowledged("d1", 3), json!([]), "| d1 forgotten | 3"),
        step(&["P-7.14", "P-7.1"], "the device asks again: introduced, not cleared", request("d1"), json!([call()]), "| d1 introducing 4 | 4"),
    ])
}

fn erased() -> Vec<Step> {
    and_then(vec![
        step(&["P-7.14", "P-5.50"], "its owner had it erased", json!("erased"), json!([call()]), "| d1 releasing forgetting 3 | 3 ending"),
        step(&["P-7.14"], "once more", json!("erased"), json!([]), "| d1 releasing forgetting 3 | 3 ending"),
        step(&["P-7.14"], "acknowledged: the record goes", acknowledged("d1", 3), json!([clear("d1"), delete(Some("d1"))]), "| | 3 ending"),
    ])
}

fn erased_and_registered() -> Vec<Step> {
    and_then(vec![
        step(&["P-7.14"], "its owner had it erased", json!("erased"), json!([call()]), "| d1 releasing forgetting 3 | 3 ending"),
        step(&["P-7.14"], "registered anew meanwhile", registered("GR", true), json!([]), "GR consent | d1 releasing forgetting 3 | 3"),
        step(&["P-7.14"], "acknowledged: the record stays", acknowledged("d1", 3), json!([clear("d1")]), "GR consent | | 3"),
    ])
}

fn scrapped_keeping() -> Vec<Step> {
    and_then(vec![
        step(&["P-7.14", "P-7.4"], "scrapped", json!("scrapped"), json!([call()]), "| d1 releasing 3 | 3 ending"),
        step(&["P-7.14"], "acknowledged: the record goes", acknowledged("d1", 3), json!([clear("d1"), delete(Some("d1"))]), "| | 3 ending"),
        step(&["P-7.14"], "scrapped, of which nothing is known", json!("scrapped"), json!([delete(None)]), "| | 3 ending"),
    ])
}

fn scrapped_erasing() -> Vec<Step> {
    and_then(vec![
        step(&["P-7.14"], "scrapped", json!("scrapped"), json!([call()]), "| d1 releasing forgetting 3 | 3 ending"),
    ])
}

fn released_erasing() -> Vec<Step> {
    and_then(vec![
        step(&["P-7.14", "P-7.3"], "released", json!("released"), json!([call()]), "GR consent | d1 releasing forgetting 3 | 3"),
        step(&["P-7.14", "P-7.3"], "acknowledged: the vehicle is free, and keeps its record", acknowledged("d1", 3), json!([clear("d1")]), "GR consent | | 3"),
    ])
}
