//! Reading a payload, whatever message it is: JSON as a tree that is opened where a rule
//! asks for it, and a report of what is wrong (P-5.3).
//!
//! Everything here takes time and memory in proportion to the payload, whatever stands in
//! it: a tree's nodes are slices of the payload, at most [`LISTED`] problems are put into
//! words, their places are found in one pass, and what no message knows is passed over
//! without being built.

pub(crate) mod cursor;
pub(crate) mod foreign;
pub(crate) mod member;
mod noted_vins;
pub(crate) mod path;
pub(crate) mod report;
pub(crate) mod syntax;
pub(crate) mod tree;

pub(crate) use report::{decode, describe};

/// How many problems or deviations of a payload are listed; the others are counted.
pub(crate) const LISTED: usize = 64;
