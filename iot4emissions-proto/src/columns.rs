//! Many Data Transfer payloads as columns: one row a snapshot, one array a parameter,
//! and a record of every row that was refused (P-5.40 to P-5.43, JRC127600 Table 7).
//!
//! | column | type | unit, meaning |
//! |---|---|---|
//! | [`source_row`](TransferColumns::source_row) | `u64` | the line or message that the snapshot came in, from 0 |
//! | [`device`](TransferColumns::device) | dictionary of text | who sent it; absent where no device is known |
//! | [`received`](TransferColumns::received) | `i64` | milliseconds since 1970-01-01T00:00:00Z, where an envelope says it |
//! | [`acquired`](TransferColumns::acquired) | `i64` | seconds since 1970-01-01T00:00:00Z |
//! | [`values`](TransferColumns::values)`[0]` `tfc` | [`ColumnNumber`] | total fuel consumed, l |
//! | `[1]` `tdt` | 〃 | total distance travelled, km |
//! | `[2]` `tfccdo` | 〃 | fuel, charge depleting operation, l |
//! | `[3]` `tfcdscio` | 〃 | fuel, driver-selectable charge increasing operation, l |
//! | `[4]` `tdtcdoeo` | 〃 | distance, charge depleting, engine off, km |
//! | `[5]` `tdtcdoer` | 〃 | distance, charge depleting, engine running, km |
//! | `[6]` `tdtdscio` | 〃 | distance, driver-selectable charge increasing, km |
//! | `[7]` `tgeib` | 〃 | grid energy into the battery, kWh |
//!
//! A value is an `i128` or `i64` of exact tenths, or an `f64`, as the caller asks with
//! the type parameter. Values, [`Bitmap`]s, keys and dictionary are laid out as Apache
//! Arrow lays out such arrays, so that a binding hands them over without a copy; `i128`
//! is then decimal(10,1). There is no Arrow here.
//!
//! One bad row never costs the others. Within a message P-5.3 holds: it is accepted or
//! refused whole.
//!
//! ```
//! use iot4emissions_proto::columns::TransferReader;
//! use iot4emissions_proto::envelope::LineForm;
//! use iot4emissions_proto::message::Profile;
//! use iot4emissions_proto::obfcm::Parameter;
//!
//! let lines = concat!(
//!     r#"{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}"#, "\n",
//!     r#"{"data":[{"acquired":1622538000,"tfc":null}]}"#, "\r\n",
//!     r#"{"data":[{"tdt":"300.0","acquired":1625130000}]}"#,
//! );
//! let mut reader = TransferReader::<f64>::new(Profile::Tolerant);
//! assert_eq!(reader.read_lines(LineForm::Payload, lines.as_bytes(), 0), 3);
//!
//! let columns = reader.finish();
//! assert_eq!(columns.source_row, [0, 2]);
//! assert_eq!(columns.acquired, [1_622_538_000, 1_625_130_000]);
//! let fuel = columns.value(Parameter::TotalFuelConsumed);
//! assert_eq!((fuel.get(0), fuel.get(1)), (Some(32.5), None));
//! let distance = columns.value(Parameter::TotalDistanceTravelled);
//! assert_eq!(distance.values, [295.9, 300.0]);
//! assert_eq!(columns.deviations.total(), 1);
//!
//! let rejected = &columns.rejected[0];
//! assert_eq!((rejected.source_row, rejected.code()), (1, "null"));
//! assert_eq!(rejected.pointer(), "/data/0/tfc");
//! ```
//!
//! # Lines
//!
//! What a line may be, and what stands around a payload in it, says
//! [`envelope`](crate::envelope). A line of nothing but white space is a row without a message
//! and without an error. A line of more than [`MAX_LINE`] bytes is refused. Anything else
//! that is no message is refused with its reason: a NUL byte or a row that was cut off as
//! JSON syntax, a byte order mark as such.
//!
//! # Threads
//!
//! Nothing here starts one. [`line_blocks`] cuts a buffer into blocks of whole lines for
//! one reader each, [`LineBuffer`] does so with what is read piece by piece, and
//! [`TransferReader::append`] joins what the readers have read. A caller that takes the
//! columns of about 1 MiB of lines at a time, as record batches, also reads faster than
//! one that fills large arrays: fresh memory costs more than reading does. One that has
//! memory of its own copies the rows of each 256 KiB out of the processor's cache
//! ([`TransferReader::drain_into`]).

mod bitmap;
mod block;
mod devices;
pub mod meaning;
mod number;
mod places;
mod reader;
mod rejected;
mod sink;
mod snapshots;
mod transfer_columns;

pub use bitmap::Bitmap;
pub use block::{LineBuffer, line_blocks};
pub use devices::DeviceColumn;
pub use number::ColumnNumber;
pub use reader::{NOT_RECEIVED, REJECTED_AT_ONCE, REJECTED_IN_A_LINE, TransferReader};
pub use rejected::{RejectedRow, RowError};
pub use sink::{RowBlock, RowSink};
pub use transfer_columns::{TransferColumns, ValueColumn};

use crate::envelope::MAX_LINE;
