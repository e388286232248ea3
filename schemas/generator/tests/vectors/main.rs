//! Holds the library to the committed vectors, case by case, as any implementation in
//! any language can be held to them: this runner reads `schemas/vectors/*.json` and
//! nothing else.

mod access;
mod backoff;
mod common;
mod data;
mod device;
mod filters;
mod identity;
mod messages;
mod publication;
mod registration;
mod schedules;
mod spread;
mod topics;

use common::hold_to;

#[test]
fn p_3_1_to_p_3_8_topics() {
    hold_to("topics", topics::check);
}

#[test]
fn p_3_7_p_3_8_filters() {
    hold_to("filters", filters::check);
}

#[test]
fn p_4_1_to_p_4_3_access() {
    hold_to("access", access::check);
}

#[test]
fn p_2_1_to_p_2_4_identity() {
    hold_to("identity", identity::check);
}

#[test]
fn p_5_1_to_p_5_44_messages() {
    hold_to("messages", messages::check);
}

#[test]
fn p_10_1_to_p_10_8_publication() {
    hold_to("publication", publication::check);
}

#[test]
fn p_5_33_p_5_34_schedules() {
    hold_to("schedules", schedules::check);
}

#[test]
fn p_6_14_backoff() {
    hold_to("backoff", backoff::check);
}

#[test]
fn p_6_12_spread() {
    hold_to("spread", spread::check);
}

#[test]
fn p_7_1_to_p_7_4_registration() {
    hold_to("registration", registration::check);
}

#[test]
fn p_7_5_to_p_7_9_data() {
    hold_to("data", data::check);
}

#[test]
fn p_6_1_to_p_6_16_device() {
    let cases = common::cases("device");
    hold_to("device", |case| device::check(&cases, case));
}
