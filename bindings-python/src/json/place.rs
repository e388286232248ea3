//! Where in a JSON text an error is.

/// What the bytes before the error are inside of.
enum Container {
    Array(usize),
    /// An object with the name read last, as it is written.
    Object(String),
}

/// The JSON Pointer (RFC 6901) of the value that ends or goes on at `line` and `column`, as
/// `serde_json` counts: both from 1, in bytes; 0 where it does not know.
pub(super) fn pointer(text: &str, line: usize, column: usize) -> String {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let bytes = text.as_bytes();
    let end = (before + column).min(bytes.len());
    let mut containers = Vec::new();
    let (mut at, mut name_follows) = (0, false);
    while line > 0 && at < end {
        match bytes[at] {
            b'{' => {
                containers.push(Container::Object(String::new()));
                name_follows = true;
            }
            b'[' => containers.push(Container::Array(0)),
            b'}' | b']' => {
                containers.pop();
            }
            b',' => match containers.last_mut() {
                Some(Container::Array(index)) => *index += 1,
                Some(Container::Object(_)) => name_follows = true,
                None => {}
            },
            b'"' => {
                // The text ends in a string.
                let Some(length) = string_length(&bytes[at..]) else {
                    break;
                };
                if let (Some(Container::Object(name)), true) = (containers.last_mut(), name_follows)
                {
                    let written = &bytes[at + 1..at + length - 1];
                    *name = String::from_utf8_lossy(written).into_owned();
                    name_follows = false;
                }
                at += length - 1;
            }
            _ => {}
        }
        at += 1;
    }
    let step = |container: &Container| match container {
        Container::Array(index) => format!("/{index}"),
        Container::Object(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
    };
    let steps: Vec<String> = containers.iter().map(step).collect();
    // No name has been read yet: the error is about the object itself.
    steps.concat().trim_end_matches('/').to_owned()
}

/// The length of the string that `bytes` begin with, both quotation marks included; `None`
/// where it does not end.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    while *bytes.get(at)? != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    Some(at + 1)
}
