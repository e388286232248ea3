//! The four messages against the report's boxes and every limit of section 5.

mod boxes;
mod deviations;
mod json;
mod limits;
mod own_texts;
mod privacy;
mod registration_request;
mod support;
