//! What people hand over in place of JSON, by what it begins with.

use crate::topic::FAMILY;

/// The name of the kind of file that `bytes` begin like; `None` for a text.
pub(crate) fn file_name(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 8] = [
        (b"\x1f\x8b", "gzip data"),
        (b"\x28\xb5\x2f\xfd", "Zstandard data"),
        (b"BZh", "bzip2 data"),
        (b"\xfd7zXZ\0", "xz data"),
        (b"PK\x03\x04", "a zip archive"),
        (b"Obj\x01", "an Avro file"),
        (b"PAR1", "a Parquet file"),
        (b"ARROW1", "an Arrow file"),
    ];
    let known = KINDS
        .into_iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, name)| name);
    known.or_else(|| looks_like_utf_16(bytes).then_some("UTF-16"))
}

/// Whether it begins with a byte order mark, or with `{` in two bytes and no such mark.
fn looks_like_utf_16(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 4] = [b"\xfe\xff", b"\xff\xfe", b"{\0", b"\0{"];
    STARTS.iter().any(|start| bytes.starts_with(start))
}

/// What the whole of a text that is no JSON looks like.
pub(super) fn text_name(text: &str) -> Option<&'static str> {
    if let Some(name) = file_name(text.as_bytes()) {
        return Some(name);
    }
    if text.starts_with(FAMILY) {
        return Some("a topic, as in front of a payload");
    }
    looks_like_base64(text).then_some("Base64 of a JSON object")
}

/// Whether the text is Base64 of something that begins with `{"` or `{` and white space.
pub(crate) fn looks_like_base64(text: &str) -> bool {
    let text = text.trim_ascii();
    // An object's first character fixes six bits and two of the next character.
    let object = text.starts_with("ey") || text.starts_with("ew");
    let digits = text.trim_end_matches('=');
    object
        && text.len() >= 8
        && text.len() - digits.len() <= 2
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_files_and_texts() {
        for (bytes, name) in [
            (&b"PAR1\x15\x04"[..], "a Parquet file"),
            (b"Obj\x01\x04", "an Avro file"),
            (b"\x28\xb5\x2f\xfd\x04", "Zstandard data"),
            (b"\xfe\xff\0{", "UTF-16"),
            (b"\xff\xfe{\0", "UTF-16"),
            (b"{\0\"\0", "UTF-16"),
        ] {
            assert_eq!(file_name(bytes), Some(name));
        }
        assert_eq!(file_name(b"{\"data\":[]}"), None);
        for (text, name) in [
            ("eyJkYXRhIjpbXX0=", Some("Base64 of a JSON object")),
            ("ewogImRhdGEiOltdfQ==", Some("Base64 of a JSON object")),
            ("eyJkYXRh Ijpb", None),
            ("ey", None),
            ("key=value", None),
            (
                "iot4emissions/dataDevice/a {}",
                Some("a topic, as in front of a payload"),
            ),
        ] {
            assert_eq!(text_name(text), name, "{text}");
        }
    }
}
