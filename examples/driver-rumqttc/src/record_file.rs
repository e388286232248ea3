//! The device's record in a file: a power cut leaves the old one or the new one, never
//! a part of either (P-6.2).

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use iot4emissions_proto::device::{Record, RecordError};

/// Where the record is kept.
pub(crate) struct RecordFile {
    path: PathBuf,
}

impl RecordFile {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// The record stored last, `None` before the first; or why it is none that can be
    /// read.
    pub(crate) fn read(&self) -> io::Result<Option<Result<Record, RecordError>>> {
        match fs::read(&self.path) {
            Ok(bytes) => Ok(Some(Record::from_bytes(&bytes))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Replaces it, or deletes it where there is none any more. On return that is
    /// durable; gives how many bytes were written.
    pub(crate) fn replace(&self, record: Option<&Record>) -> io::Result<u32> {
        let bytes = record.map(Record::to_bytes).unwrap_or_default();
        if record.is_some() {
            let mut name = self.path.clone().into_os_string();
            name.push(".new");
            let new = PathBuf::from(name);
            let mut file = File::create(&new)?;
            file.write_all(&bytes)?;
            // The bytes before the name: a file that bears the name is complete.
            file.sync_all()?;
            fs::rename(&new, &self.path)?;
        } else if self.path.exists() {
            fs::remove_file(&self.path)?;
        }
        // The name is durable with its folder only.
        let folder = self.path.parent().filter(|path| *path != Path::new(""));
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        u32::try_from(bytes.len()).map_err(io::Error::other)
    }
}
