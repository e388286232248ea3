//! The report's network in one process (JRC127600 §2.1.3, Figure 2).

pub mod fleet;
