//! The program's commands beside the demonstration.

pub mod access_export;
