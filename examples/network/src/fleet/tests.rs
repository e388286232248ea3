//! The fleet as a whole; each half of the tests has a file of its own.

mod types;
mod vehicles;
