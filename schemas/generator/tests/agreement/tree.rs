//! JSON as a tree that keeps what values lose: the text of scalars, duplicate names, the
//! order of members.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Object(Vec<(String, Tree)>),
    Array(Vec<Tree>),
    /// The text of a name's or value's scalar, quotes and escapes included.
    Scalar(String),
}

/// Members in their order, duplicates too; a name is its text with the quotes.
struct Members(Vec<(Box<RawValue>, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Members;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    let name = serde_json::value::to_raw_value(&name).unwrap();
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}

impl Tree {
    /// The tree of a text that is JSON. Names are unescaped; values keep their text.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        let raw = raw.get();
        match raw.as_bytes()[0] {
            b'{' => {
                let Members(members) = serde_json::from_str(raw).ok()?;
                members
                    .into_iter()
                    .map(|(name, value)| Some((name.get().to_owned(), Self::parse(value.get())?)))
                    .collect::<Option<_>>()
                    .map(Self::Object)
            }
            b'[' => {
                let elements: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
                let element = |element: &RawValue| Self::parse(element.get());
                elements
                    .into_iter()
                    .map(element)
                    .collect::<Option<_>>()
                    .map(Self::Array)
            }
            _ => Some(Self::Scalar(raw.to_owned())),
        }
    }

    /// The text without white space.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Self::Scalar(scalar) => text.push_str(scalar),
            Self::Array(elements) => {
                text.push('[');
                for (place, element) in elements.iter().enumerate() {
                    if place > 0 {
                        text.push(',');
                    }
                    element.write(text);
                }
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (place, (name, value)) in members.iter().enumerate() {
                    if place > 0 {
                        text.push(',');
                    }
                    text.push_str(name);
                    text.push(':');
                    value.write(text);
                }
                text.push('}');
            }
        }
    }

    pub(crate) fn children_mut(&mut self) -> Vec<&mut Tree> {
        match self {
            Self::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
            Self::Array(elements) => elements.iter_mut().collect(),
            Self::Scalar(_) => Vec::new(),
        }
    }

    /// Each of two members of one name but the last is dropped, as parsers do; whether
    /// there was one.
    pub(crate) fn drop_duplicates(&mut self) -> bool {
        let mut dropped = false;
        if let Self::Object(members) = self {
            let mut place = 0;
            while place < members.len() {
                let again = members[place + 1..]
                    .iter()
                    .any(|(name, _)| *name == members[place].0);
                if again {
                    members.remove(place);
                    dropped = true;
                } else {
                    place += 1;
                }
            }
        }
        for child in self.children_mut() {
            dropped |= child.drop_duplicates();
        }
        dropped
    }

    /// Applies `change` to the text of each scalar value.
    pub(crate) fn map_scalars(&mut self, change: &impl Fn(&str) -> String) {
        match self {
            Self::Scalar(text) => *text = change(text),
            _ => self
                .children_mut()
                .into_iter()
                .for_each(|child| child.map_scalars(change)),
        }
    }

    /// Whether a scalar value's text has what `has` looks for.
    pub(crate) fn any_scalar(&self, has: &impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Scalar(text) => has(text),
            Self::Array(elements) => elements.iter().any(|element| element.any_scalar(has)),
            Self::Object(members) => members.iter().any(|(_, value)| value.any_scalar(has)),
        }
    }

    /// Members in the order in which `reference` has them.
    pub(crate) fn reorder(&mut self, reference: &Tree) {
        match (self, reference) {
            (Self::Object(members), Self::Object(ordered)) => {
                let place = |name: &String| ordered.iter().position(|(other, _)| other == name);
                members.sort_by_key(|(name, _)| place(name));
                for ((_, value), (_, other)) in members.iter_mut().zip(ordered) {
                    value.reorder(other);
                }
            }
            (Self::Array(elements), Self::Array(others)) => {
                for (element, other) in elements.iter_mut().zip(others) {
                    element.reorder(other);
                }
            }
            _ => {}
        }
    }
}
