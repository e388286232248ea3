//! The way from a payload's top to a value in it.

use std::fmt::Write;

use crate::privacy::{HIDDEN_VIN, has_vin_shape};

/// How much of a member's name a pointer shows, in characters.
const SHOWN: usize = 64;

/// The way from the payload's top to a value.
#[derive(Clone, Copy)]
pub(crate) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    segment: Segment<'p>,
}

#[derive(Clone, Copy)]
enum Segment<'p> {
    Top,
    Name(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    pub(crate) const TOP: Path<'static> = Path {
        parent: None,
        segment: Segment::Top,
    };

    pub(crate) const fn name(&'p self, name: &'p str) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Name(name),
        }
    }

    pub(crate) const fn index(&'p self, index: usize) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Index(index),
        }
    }

    /// The JSON Pointer (RFC 6901); a name of more than [`SHOWN`] characters is cut and ends
    /// with `…`.
    pub(crate) fn pointer(&self) -> String {
        let mut pointer = String::new();
        self.write(&mut pointer);
        pointer
    }

    fn write(&self, pointer: &mut String) {
        if let Some(parent) = self.parent {
            parent.write(pointer);
        }
        match self.segment {
            Segment::Top => {}
            Segment::Name(name) => {
                pointer.push('/');
                if is_hidden(name) {
                    return pointer.push_str(HIDDEN_VIN);
                }
                let end = name.char_indices().nth(SHOWN).map(|(end, _)| end);
                for c in name[..end.unwrap_or(name.len())].chars() {
                    match c {
                        '~' => pointer.push_str("~0"),
                        '/' => pointer.push_str("~1"),
                        c => pointer.push(c),
                    }
                }
                if end.is_some() {
                    pointer.push('…');
                }
            }
            Segment::Index(index) => {
                // A String takes whatever is written.
                let _ = write!(pointer, "/{index}");
            }
        }
    }
}

/// Whether a name has a VIN in it, whatever stands between the VIN's characters (P-1.5): one
/// that stands there as it is, whoever shows the pointer hides.
fn is_hidden(name: &str) -> bool {
    let end = name.char_indices().nth(4 * SHOWN).map(|(end, _)| end);
    has_vin_shape(&name[..end.unwrap_or(name.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_between_characters() {
        let (whole, longer) = ("é".repeat(SHOWN), "é".repeat(SHOWN + 1));
        assert_eq!(Path::TOP.name(&whole).pointer(), format!("/{whole}"));
        let path = Path::TOP.name(&longer);
        assert_eq!(path.index(3).pointer(), format!("/{whole}…/3"));
        assert_eq!(Path::TOP.name("a/b~").pointer(), "/a~1b~0");
    }
}
