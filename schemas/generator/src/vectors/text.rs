//! Texts that are too long to be written out.

use serde::{Serialize, Serializer};

/// A text, written out or as what it repeats.
pub(super) enum Text {
    Plain(String),
    Repeated { part: &'static str, times: usize },
}

impl Text {
    pub(super) fn of(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }

    pub(super) fn repeated(part: &'static str, times: usize) -> Self {
        Self::Repeated { part, times }
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Repeated { part, times } => part.repeat(*times),
        }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Repeated {
            repeat: &'static str,
            times: usize,
        }
        match self {
            Self::Plain(text) => serializer.serialize_str(text),
            Self::Repeated { part, times } => Repeated {
                repeat: part,
                times: *times,
            }
            .serialize(serializer),
        }
    }
}
