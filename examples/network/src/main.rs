//! The report's network in one process.

fn main() {}
