//! Schemas and decoder agree: what JSON Schema cannot say is
//! [`schema::INEXPRESSIBLE`], and a search over mutated messages finds no other
//! difference. What was found goes to the other validators (`make schemas-check`).

mod corpus;
mod judge;
mod mutate;
mod schemas;
mod search;
mod tree;
mod vectors;
