//! HTTPS with client certificates: what both services' interfaces share (P-5.50).
//!
//! Every body is JSON, every error is an [`ErrorBody`], and no text in one repeats a
//! VIN. Who calls is the certificate's common name; each route names who may.

mod client;
mod description;
mod interface;
mod json;
mod refusal;
mod routes;
mod server;

pub use client::{HttpClient, HttpError};
pub(in crate::services) use description::{Description, Named, openapi_document};
pub(in crate::services) use interface::{About, Client, Interface};
pub use json::JsonBody;
pub use refusal::{ErrorBody, ErrorKind, Refusal};
pub use server::{ClientName, HttpServer, HttpServerError, HttpSettings};
