//! Many payloads as columns: what each line becomes, and that every way of reading one
//! gives the same.

mod blocks;
mod envelopes;
mod lines;
mod properties;
mod records;
mod support;
