//! A certificate and its key as files, for as long as it takes to read them.

use std::fs::{DirBuilder, remove_dir_all, write};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::authority::Identity;

/// Files in a directory that only this user can enter; dropping removes them.
pub(super) struct PemFiles {
    directory: PathBuf,
}

impl PemFiles {
    pub(super) fn write(identity: &Identity, client_ca_pem: &str) -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let directory = std::env::temp_dir().join(format!(
            "iot4emissions-broker-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        ));
        create_private(&directory)?;
        let files = Self { directory };
        write(files.certificate(), identity.certificate_pem())?;
        write(files.key(), identity.key_pem())?;
        write(files.client_ca(), client_ca_pem)?;
        Ok(files)
    }

    pub(super) fn certificate(&self) -> String {
        self.path("certificate.pem")
    }

    pub(super) fn key(&self) -> String {
        self.path("key.pem")
    }

    pub(super) fn client_ca(&self) -> String {
        self.path("client-ca.pem")
    }

    fn path(&self, name: &str) -> String {
        self.directory.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for PemFiles {
    fn drop(&mut self) {
        // Nothing more can be done about a file that does not go away.
        let _ = remove_dir_all(&self.directory);
    }
}

/// Fails if it exists: somebody else's directory is not to be trusted.
fn create_private(directory: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}
