//! The one rule table as the configuration of real brokers (P-4.1 to P-4.3,
//! JRC127600 §3.1.2).
//!
//! [`export`] renders [`RULES`] for one broker in one [`Format`]: every file that the
//! broker needs, with the listener settings without which the rules protect nothing.
//! It is pure: text out, nothing written. Names are parsed before anything is
//! rendered, so nothing hostile gets as far as a template; see [`Settings`].
//!
//! No two brokers check the same. What each of them enforces, what a denied client
//! sees, what its language cannot say and what to look out for is data:
//! [`Format::enforces`], [`Format::denied`], [`Format::differences`] and
//! [`Format::pitfalls`]. The page [below](#access-rules-on-real-brokers) shows all of
//! it with the output, for operators.
//!
//! ```
//! use iot4emissions_proto::access::export::{Format, Settings, export};
//! use iot4emissions_proto::delivery::BrokerRole;
//!
//! let export = export(Format::Mosquitto, &Settings::new(BrokerRole::Data))?;
//! let acl = &export.file("acl").ok_or("no such file")?.text;
//! assert!(acl.contains("\npattern write iot4emissions/dataDevice/%u\n"));
//! assert!(!Format::Mosquitto.enforces().subscribe);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
#![doc = include_str!("../../docs/access.md")]

mod aws_iot;
pub mod emqx;
mod error;
mod format;
mod grants;
mod header;
mod json;
mod mosquitto;
mod mosquitto_dynsec;
mod rabbitmq;
mod rmqtt;
mod settings;
#[cfg(test)]
mod tests;
mod version;

pub use error::ExportError;
pub use format::{Difference, Enforcement, Format, FormatError};
pub use settings::{AwsPlace, Settings, TlsFiles, TlsVersion};
pub use version::{BrokerVersion, BrokerVersionError};

use super::{RULES, Rules};
use grants::Grants;

/// The files of a rendering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The files, the one with the rules first.
    pub files: Vec<File>,
}

/// One file of a rendering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, without a folder.
    pub name: &'static str,
    /// What it is for, as the rest of the sentence "this file holds".
    pub purpose: &'static str,
    /// Its text. Ends with a line feed.
    pub text: String,
}

impl Export {
    /// The file of that name.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&File> {
        self.files.iter().find(|file| file.name == name)
    }
}

/// All rights of the broker in `settings`, as the configuration of `format`.
///
/// The same settings give the same bytes.
///
/// # Errors
/// [`ExportError`] before anything is rendered if a setting is not fit to be written
/// into a configuration, and if a rendering is larger than its broker accepts.
pub fn export(format: Format, settings: &Settings) -> Result<Export, ExportError> {
    Rules(&RULES).export(format, settings)
}

impl Rules<'_> {
    /// [`export`] of this table.
    ///
    /// # Errors
    /// As [`export`].
    pub fn export(&self, format: Format, settings: &Settings) -> Result<Export, ExportError> {
        settings.check(format)?;
        let grants = Grants::new(self.0, settings);
        let files = match format {
            Format::Mosquitto => mosquitto::files(&grants, settings),
            Format::MosquittoDynsec => mosquitto_dynsec::files(&grants, settings),
            Format::Emqx => emqx::files(&grants, settings),
            Format::AwsIot => aws_iot::files(&grants, settings)?,
            Format::RabbitMq => rabbitmq::files(&grants, settings),
            Format::Rmqtt => rmqtt::files(&grants, settings),
        };
        Ok(Export { files })
    }
}
