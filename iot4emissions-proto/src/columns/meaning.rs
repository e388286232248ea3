//! What the columns beside the parameters' mean, in the words that every binding's schema
//! bears. Those of the parameters are `Parameter::meaning`.

/// What the column `device` holds.
pub const DEVICE: &str = "device ID of the sender, where it is known";

/// What the column `acquired` holds.
pub const ACQUIRED: &str = "when the vehicle took the snapshot";

/// What the column `received` holds.
pub const RECEIVED: &str = "when the message was received, where its envelope says so";

/// What the column `source_row` holds.
pub const SOURCE_ROW: &str = "line or message of the source, from 0";
