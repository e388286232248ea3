//! The services' decisions (P-7), and what they decide upon.

mod call;
mod clearance;
mod data;
mod registration;
mod retention;

/// `json_forms! { "a call": Call, call_to_json, call_from_json; }`: the two functions by which
/// a type has its JSON form in the facade.
macro_rules! json_forms {
    ($($what:literal: $type:ident, $write:ident, $read:ident;)*) => {$(
        /// The value's text.
        #[uniffi::export]
        fn $write(value: $type) -> Result<String, $crate::error::Fault> {
            $crate::json::write(&value)
        }

        /// The value of this text.
        #[uniffi::export]
        fn $read(text: &str) -> Result<$type, $crate::error::Fault> {
            $crate::json::read($what, text)
        }
    )*};
}
pub(crate) use json_forms;
