//! `network access export`: the access rules as a broker's configuration, for operators
//! who have no Rust code of their own.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use iot4emissions_proto::access::export::{
    AwsPlace, Export, ExportError, Format, Settings, TlsFiles, export,
};
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{DeviceId, DeviceIdError, ServiceNames, ServiceNamesError};

/// What can be done with the access rules.
#[derive(Debug, Subcommand)]
pub enum AccessCommand {
    /// Print or write the rules as the configuration of a broker
    Export(ExportArguments),
}

/// The words of `access export`.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// mosquitto, mosquitto-dynsec, emqx, aws-iot, rabbitmq or rmqtt
    format: Format,
    /// Which of the two brokers it is
    #[arg(long)]
    role: Role,
    /// The common name in the Registration Service's certificate
    #[arg(long, value_name = "NAME", default_value = "ota-registration-service")]
    registration_service: String,
    /// The common name in the Data Service's certificate
    #[arg(long, value_name = "NAME", default_value = "obfcm-data-service")]
    data_service: String,
    /// A device, for mosquitto-dynsec, rabbitmq and rmqtt, which list them; may be
    /// repeated
    #[arg(long = "device", value_name = "ID")]
    devices: Vec<String>,
    /// A file of device IDs, one a line; empty lines and lines that begin with # are
    /// skipped
    #[arg(long = "devices", value_name = "FILE")]
    device_file: Option<PathBuf>,
    /// The address and port to listen on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "0.0.0.0:8883")]
    listen: SocketAddr,
    /// Where the files will be on the broker's machine [default: the folder of the
    /// broker's package, such as /etc/mosquitto]
    #[arg(long, value_name = "PATH")]
    folder: Option<String>,
    /// The clients' certificate authority [default: certs/client-authority.pem in that
    /// folder]
    #[arg(long, value_name = "PATH", requires_all = ["certificate", "key"])]
    client_authority: Option<String>,
    /// The broker's certificate [default: certs/broker.pem in that folder]
    #[arg(long, value_name = "PATH", requires = "client_authority")]
    certificate: Option<String>,
    /// The broker's key [default: certs/broker.key in that folder]
    #[arg(long, value_name = "PATH", requires = "client_authority")]
    key: Option<String>,
    /// The authority's revocation list
    #[arg(long, value_name = "PATH", requires = "client_authority")]
    revocation_list: Option<String>,
    /// For mosquitto-dynsec: the plugin [default: that of Debian on x86-64]
    #[arg(long, value_name = "PATH")]
    plugin: Option<String>,
    /// For aws-iot: the region
    #[arg(long, value_name = "NAME", default_value = "eu-central-1")]
    region: String,
    /// For aws-iot: the account [default: the one of AWS's documentation]
    #[arg(
        long,
        value_name = "DIGITS",
        default_value = "123456789012",
        hide_default_value = true
    )]
    account: String,
    /// Write the files into this folder, which is made where it is missing, and replace
    /// what has their names
    #[arg(long, value_name = "FOLDER", conflicts_with = "file")]
    output: Option<PathBuf>,
    /// Print this file alone, without a line that names it
    #[arg(long, value_name = "NAME")]
    file: Option<String>,
}

/// One of the two brokers.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Role {
    Registration,
    Data,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ExportCommandError {
    /// The services' names are none.
    #[error(transparent)]
    ServiceNames(#[from] ServiceNamesError),
    /// A device ID on the command line is none.
    #[error("--device, number {position}: {reason}")]
    Device {
        /// Its position; the first is 1.
        position: usize,
        /// The rule that it breaks.
        reason: DeviceIdError,
    },
    /// A device ID in the file is none.
    #[error("{}, line {line}: {reason}", .file.display())]
    DeviceLine {
        /// The file.
        file: PathBuf,
        /// The line; the first is 1.
        line: usize,
        /// The rule that it breaks.
        reason: DeviceIdError,
    },
    /// A file cannot be read or written.
    #[error("{}: {reason}", .file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
    /// The rendering has no such file.
    #[error("expected one of {} as --file, found {found:?}", .names.join(", "))]
    NoSuchFile {
        /// The files that there are.
        names: Vec<&'static str>,
        /// The name asked for.
        found: String,
    },
    /// A setting is not fit for a configuration.
    #[error(transparent)]
    Export(#[from] ExportError),
}

/// What the command has to say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// For standard output.
    pub output: String,
    /// For standard error: what was done, and what to consider.
    pub notes: Vec<String>,
}

impl ExportArguments {
    /// Renders, and writes files if asked to.
    ///
    /// # Errors
    /// [`ExportCommandError`]; nothing is written if the rendering fails.
    pub fn run(&self) -> Result<Said, ExportCommandError> {
        let settings = self.settings()?;
        let export = export(self.format, &settings)?;
        let mut said = Said::default();
        if self.format.lists_devices() && self.devices.is_empty() && self.device_file.is_none() {
            said.notes.push(format!(
                "{} lists devices, and none is given: only the service can connect (--device, --devices)",
                self.format
            ));
        }
        match (&self.output, &self.file) {
            (Some(folder), _) => said.notes.extend(write(folder, &export)?),
            (None, Some(name)) => said.output = one(&export, name)?,
            (None, None) => said.output = all(&export),
        }
        Ok(said)
    }

    fn settings(&self) -> Result<Settings, ExportCommandError> {
        let broker = match self.role {
            Role::Registration => BrokerRole::Registration,
            Role::Data => BrokerRole::Data,
        };
        let mut settings = Settings::new(broker)
            .with_services(ServiceNames::new(
                &self.registration_service,
                &self.data_service,
            )?)
            .with_devices(self.devices()?)
            .with_listen(self.listen)
            .with_aws(AwsPlace {
                region: self.region.clone(),
                account: self.account.clone(),
            });
        if let Some(folder) = &self.folder {
            settings = settings.with_folder(folder);
        }
        if let Some(plugin) = &self.plugin {
            settings = settings.with_dynamic_security_plugin(plugin);
        }
        if let (Some(client_authority), Some(certificate), Some(key)) =
            (&self.client_authority, &self.certificate, &self.key)
        {
            settings = settings.with_tls(TlsFiles {
                client_authority: client_authority.clone(),
                certificate: certificate.clone(),
                key: key.clone(),
                revocation_list: self.revocation_list.clone(),
            });
        }
        Ok(settings)
    }

    fn devices(&self) -> Result<Vec<DeviceId>, ExportCommandError> {
        let mut devices = Vec::new();
        for (index, text) in self.devices.iter().enumerate() {
            devices.push(text.parse().map_err(|reason| ExportCommandError::Device {
                position: index + 1,
                reason,
            })?);
        }
        let Some(file) = &self.device_file else {
            return Ok(devices);
        };
        let text = fs::read_to_string(file).map_err(|reason| ExportCommandError::File {
            file: file.clone(),
            reason,
        })?;
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            devices.push(
                line.parse()
                    .map_err(|reason| ExportCommandError::DeviceLine {
                        file: file.clone(),
                        line: index + 1,
                        reason,
                    })?,
            );
        }
        Ok(devices)
    }
}

/// Each file after a line with its name, for reading.
fn all(export: &Export) -> String {
    let mut text = String::new();
    for file in &export.files {
        let _ = writeln!(text, "===== {}: {}\n{}", file.name, file.purpose, file.text);
    }
    text
}

/// One file's bytes, for redirecting.
fn one(export: &Export, name: &str) -> Result<String, ExportCommandError> {
    match export.file(name) {
        Some(file) => Ok(file.text.clone()),
        None => Err(ExportCommandError::NoSuchFile {
            names: export.files.iter().map(|file| file.name).collect(),
            found: name.to_owned(),
        }),
    }
}

fn write(folder: &Path, export: &Export) -> Result<Vec<String>, ExportCommandError> {
    let error = |file: &Path| {
        let file = file.to_owned();
        move |reason| ExportCommandError::File { file, reason }
    };
    fs::create_dir_all(folder).map_err(error(folder))?;
    let mut notes = Vec::new();
    for file in &export.files {
        let path = folder.join(file.name);
        fs::write(&path, &file.text).map_err(error(&path))?;
        notes.push(format!("{}: {}", path.display(), file.purpose));
    }
    Ok(notes)
}
