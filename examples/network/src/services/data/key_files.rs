//! The Data Service's keys, each in a file of its own beside the data.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::services::database::StoreError;

/// The key in the file: 64 hexadecimal digits. A new one is drawn where there is none and it
/// may be made.
pub(super) fn read_or_make<K>(
    path: &Path,
    may_be_made: bool,
    read: impl FnOnce(&str) -> Result<K, String>,
) -> Result<K, StoreError> {
    let at = |reason: String| StoreError::Key {
        path: path.to_owned(),
        reason,
    };
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound && may_be_made => {
            let mut bytes = [0; 32];
            getrandom::fill(&mut bytes).map_err(|error| at(error.to_string()))?;
            let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let written = write(path, &text);
            written.map_err(|error| at(error.to_string()))?;
            text
        }
        Err(error) => return Err(at(error.to_string())),
    };
    read(text.trim_end()).map_err(at)
}

/// Nobody else may read it, and it is on the disk before anything depends on it.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// The bytes of 64 hexadecimal digits.
pub(super) fn bytes(text: &str) -> Result<[u8; 32], String> {
    let expected = || "expected 64 hexadecimal digits, found another text".to_owned();
    let digits: &[u8; 64] = text.as_bytes().try_into().map_err(|_| expected())?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| expected())?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| expected())?;
    }
    Ok(bytes)
}
