//! Programs that a test starts and stops, each with a folder of its own.

use std::fs::{DirBuilder, remove_dir_all, write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A folder that only this user can enter; dropping removes it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Creates one.
    pub(crate) fn new(purpose: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let path = std::env::temp_dir().join(format!(
            "iot4emissions-{purpose}-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        ));
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path).expect("a new folder");
        Self(path)
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A path in it, as text.
    pub(crate) fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("UTF-8").to_owned()
    }

    /// Writes a file into it.
    pub(crate) fn write(&self, name: &str, text: &str) {
        write(self.0.join(name), text).expect("a file");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nothing more can be done about a folder that does not go away.
        let _ = remove_dir_all(&self.0);
    }
}

/// A running program; dropping kills it, by its process id.
pub(crate) struct Process {
    child: Child,
    what: String,
}

impl Process {
    /// Starts it.
    pub(crate) fn start(command: &mut Command) -> Self {
        let what = command.get_program().to_string_lossy().into_owned();
        let child = command
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {what}: {error}"));
        Self { child, what }
    }

    /// Its id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it listens on a port. False if it ends before that.
    pub(crate) fn listens(&mut self, port: u16, patience: Duration) -> bool {
        let since = Instant::now();
        loop {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return true;
            }
            if self.child.try_wait().expect("a child").is_some() {
                return false;
            }
            assert!(since.elapsed() < patience, "{} does not listen", self.what);
            sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where a process accepts TCP connections, as the kernel tells, in order.
pub(crate) fn listening(process: u32) -> Vec<SocketAddr> {
    let sockets: Vec<String> = std::fs::read_dir(format!("/proc/{process}/fd"))
        .expect("a running process")
        .filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok())
        .filter_map(|link| {
            let link = link.to_str()?;
            Some(link.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned())
        })
        .collect();
    let mut found = Vec::new();
    for table in ["tcp", "tcp6"] {
        let table = std::fs::read_to_string(format!("/proc/{process}/net/{table}"));
        for line in table.unwrap_or_default().lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            if fields[3] == "0A" && sockets.iter().any(|inode| inode == fields[9]) {
                found.push(socket_address(fields[1]));
            }
        }
    }
    found.sort();
    found
}

/// Of the kernel's `0100007F:22B3`: words of four bytes, each in the machine's order.
fn socket_address(text: &str) -> SocketAddr {
    let (address, port) = text.split_once(':').expect("a port");
    let words: Vec<[u8; 4]> = (0..address.len())
        .step_by(8)
        .map(|at| u32::from_str_radix(&address[at..at + 8], 16).expect("a word"))
        .map(u32::to_ne_bytes)
        .collect();
    let address: IpAddr = match words.as_slice() {
        [one] => IpAddr::from(*one),
        several => {
            let bytes: [u8; 16] = several.concat().try_into().expect("16 bytes");
            IpAddr::from(bytes)
        }
    };
    (address, u16::from_str_radix(port, 16).expect("a port")).into()
}

/// A port on 127.0.0.1 that nobody listened on a moment ago.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}
