//! The model-checking proof.
mod driver;
mod fault;
mod model;
mod node;
mod progress;
mod properties;
mod proofs;
mod scenario;
mod services;
mod shared;
mod world;
