//! Devices against the network's broker over TLS on the loopback interface: this program,
//! and the library's driver on a bare stream.

mod bare_stream;
mod program;
mod side;
