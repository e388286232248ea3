//! Who may publish, subscribe and receive what (P-4).

mod decision;
mod principal;

pub(crate) use decision::{Decision, may_publish, may_receive, may_subscribe};
pub(crate) use principal::Principal;
