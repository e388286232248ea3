//! HTTPS with client certificates: what both services' interfaces share (P-5.50).
//!
//! Every body is JSON, every error is an [`ErrorBody`], and no text in one repeats a
//! VIN. Who calls is the certificate's common name; each route names who may.

mod client;
mod json;
mod routes;
mod server;

pub use client::{HttpClient, HttpError};
pub use json::{ErrorBody, JsonBody, Refusal};
pub(in crate::services) use routes::{check, only, route};
pub use server::{ClientName, HttpServer, HttpServerError, HttpSettings};
