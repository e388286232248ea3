//! JSON text with members in the order in which they are written, whatever features
//! `serde_json` is built with.

use std::fmt;

/// The widest line, in characters, that more than one item shares.
const WIDTH: usize = 140;

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
        let mut text = String::new();
        self.write(&mut text, 0);
        text.push('\n');
        text
    }

    /// On one line where it fits, otherwise each item on a line of its own.
    fn write(&self, text: &mut String, depth: usize) {
        let line = self.to_string();
        if 2 * depth + line.chars().count() <= WIDTH {
            text.push_str(&line);
            return;
        }
        match self {
            Self::List(items) => write_lines(text, depth, ['[', ']'], items, |text, item| {
                item.write(text, depth + 1);
            }),
            Self::Object(members) => {
                write_lines(text, depth, ['{', '}'], members, |text, (name, value)| {
                    text.push_str(&quoted(name));
                    text.push_str(": ");
                    value.write(text, depth + 1);
                });
            }
            Self::Text(_) | Self::Flag(_) | Self::Number(_) => text.push_str(&line),
        }
    }
}

fn write_lines<T>(
    text: &mut String,
    depth: usize,
    [open, close]: [char; 2],
    items: &[T],
    mut write: impl FnMut(&mut String, &T),
) {
    text.push(open);
    for (index, item) in items.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        write(text, item);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(close);
}

/// With RFC 8259's escapes, which are `serde_json`'s.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// On one line.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |items: Vec<String>| items.join(", ");
        match self {
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::List(items) => {
                write!(
                    f,
                    "[{}]",
                    joined(items.iter().map(Self::to_string).collect())
                )
            }
            Self::Object(members) => {
                let member = |(name, value): &(&str, Self)| format!("{}: {value}", quoted(name));
                write!(f, "{{ {} }}", joined(members.iter().map(member).collect()))
            }
        }
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
            ("none", Json::List(Vec::new())),
        ]);
        assert_eq!(
            json.file(),
            "{ \"b\": \"a\\\"\\\\\", \"a\": [true, -1], \"none\": [] }\n"
        );
    }

    #[test]
    fn what_does_not_fit_on_a_line_is_broken() {
        let long = "x".repeat(130);
        let json = Json::Object(vec![
            ("list", [long.as_str(), "y"].into_iter().collect()),
            ("short", Json::Object(vec![("a", false.into())])),
        ]);
        assert_eq!(
            json.file(),
            format!(
                "{{\n  \"list\": [\n    \"{long}\",\n    \"y\"\n  ],\n  \"short\": {{ \"a\": false }}\n}}\n"
            )
        );
        assert!(serde_json::from_str::<serde_json::Value>(&json.file()).is_ok());
    }
}
