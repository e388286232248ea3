//! The names and literals of Data Transfers, once (P-5.40 to P-5.42), and a snapshot as the
//! bare numbers between them.

use crate::message::reading::cursor::ShortText;
use crate::obfcm::{Parameter, Snapshot, Tenths, Values};
use crate::time::UnixSeconds;

pub(crate) const DATA: &str = "data";
pub(crate) const ACQUIRED: &str = "acquired";

/// Its only member's name, with the quotation mark that ends it.
pub(crate) const DATA_NAME: ShortText = ShortText::of(&[DATA, "\""]);

/// What a canonical Data Transfer begins with, up to its first snapshot.
pub(super) const HEAD: &[u8] = b"{\"data\":[";
pub(super) const TAIL: &[u8] = b"]}";

/// The text of each parameter between its value and what stands before.
pub(super) const LABELS: [ShortText; 8] = {
    let mut labels = [const { ShortText::of(&[]) }; 8];
    let mut place = 0;
    while place < labels.len() {
        labels[place] = ShortText::of(&[",\"", Parameter::ALL[place].wire_name(), "\":"]);
        place += 1;
    }
    labels
};

/// What a canonical snapshot begins with.
pub(super) const SNAPSHOT: ShortText = ShortText::of(&["{\"", ACQUIRED, "\":"]);

/// The names of a snapshot's members, with the quotation mark that ends them; the time's is
/// the last.
pub(super) const NAMES: [ShortText; 9] = {
    let mut names = [const { ShortText::of(&[ACQUIRED, "\""]) }; 9];
    let mut place = 0;
    while place < LABELS.len() {
        names[place] = ShortText::of(&[Parameter::ALL[place].wire_name(), "\""]);
        place += 1;
    }
    names
};

/// A snapshot as bare numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct BareSnapshot {
    pub(crate) acquired: u64,
    /// One bit for each parameter, the first of Table 7 the lowest; never 0.
    pub(crate) present: u8,
    /// Tenths by parameter, 0 for what is absent; never the bus's "not available".
    pub(crate) tenths: [u32; 8],
}

impl BareSnapshot {
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let mut bare = Self {
            acquired: snapshot.acquired().0,
            ..Self::default()
        };
        for (parameter, tenths) in snapshot.values().present() {
            bare.present |= 1 << parameter.index();
            bare.tenths[parameter.index()] = tenths.get();
        }
        bare
    }

    #[inline]
    pub(super) fn snapshot(&self) -> Option<Snapshot> {
        let mut values = Values::default();
        for (parameter, tenths) in Parameter::ALL.into_iter().zip(self.tenths) {
            if self.present & (1 << parameter.index()) != 0 {
                values.set(parameter, Tenths::new(tenths));
            }
        }
        Snapshot::new(UnixSeconds(self.acquired), values).ok()
    }
}
