//! The network's infrastructure against real TLS sockets on the loopback
//! interface.

mod access;
mod authority;
mod common;
mod measures;
mod retained;
mod service;
