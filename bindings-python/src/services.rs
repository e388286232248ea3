//! The services' decisions (P-7) over plain data in JSON: the core's serde forms.

mod data;
mod registration;

pub(crate) use data::{
    data_answer, data_clearance, data_keeps, data_note, data_receive, data_reconfigure,
    data_reissue, data_restart_numbers, data_status, data_store,
};
pub(crate) use registration::{
    registration_clearance, registration_decide, registration_is_member_state,
    registration_new_record, registration_outstanding, registration_retained,
    registration_status_of,
};
