//! JSON text with members in the order in which they are written, whatever features
//! `serde_json` is built with.

use std::fmt;

/// A JSON value.
pub(super) enum Json {
    Text(String),
    Flag(bool),
    Number(i64),
    List(Vec<Self>),
    Object(Vec<(&'static str, Self)>),
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Json {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl<T: Into<Self>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl Json {
    /// The text of a file.
    pub(super) fn file(&self) -> String {
        format!("{self}\n")
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        match self {
            Self::Text(text) => write_text(f, text),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::List(items) => write_lines(f, depth, '[', ']', items, |f, item| {
                item.write(f, depth + 1)
            }),
            Self::Object(members) => write_lines(f, depth, '{', '}', members, |f, member| {
                write_text(f, member.0)?;
                f.write_str(": ")?;
                member.1.write(f, depth + 1)
            }),
        }
    }
}

/// Each item on a line of its own; nothing between the brackets where there is none.
fn write_lines<T>(
    f: &mut fmt::Formatter<'_>,
    depth: usize,
    open: char,
    close: char,
    items: &[T],
    mut write: impl FnMut(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    write!(f, "{open}")?;
    for (index, item) in items.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(f, "{comma}\n{:1$}", "", 2 * (depth + 1))?;
        write(f, item)?;
    }
    if !items.is_empty() {
        write!(f, "\n{:1$}", "", 2 * depth)?;
    }
    write!(f, "{close}")
}

/// With RFC 8259's escapes, which are `serde_json`'s.
fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "{}", serde_json::Value::from(text))
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_texts_are_escaped() {
        let json = Json::Object(vec![
            ("b", r#"a"\"#.into()),
            ("a", Json::List(vec![true.into(), Json::Number(-1)])),
            ("empty", Json::List(Vec::new())),
            ("none", Json::Object(Vec::new())),
        ]);
        assert_eq!(
            json.file(),
            "{\n  \"b\": \"a\\\"\\\\\",\n  \"a\": [\n    true,\n    -1\n  ],\n  \"empty\": [],\n  \"none\": {}\n}\n"
        );
        assert!(serde_json::from_str::<serde_json::Value>(&json.file()).is_ok());
    }
}
