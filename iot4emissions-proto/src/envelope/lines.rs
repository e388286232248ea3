//! Lines: where they end, and what they hold.

use memchr::memchr;

/// What each line of newline-delimited JSON is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LineForm {
    /// Each line by what it is, of those in the [module](super)'s table.
    #[default]
    Each,
    /// A payload and nothing around it; its device is not known.
    Payload,
    /// An object around a payload, as services, brokers and Kafka sinks write it:
    ///
    /// ```json
    /// {"device":"f371cb00","received":1622538007,"payload":{"data":[…]}}
    /// {"topic":"iot4emissions/dataDevice/f371cb00","payload":"{\"data\":[…]}"}
    /// {"topic":"iot4emissions/dataDevice/f371cb00","data":[…]}
    /// ```
    ///
    /// `device` is a device ID (P-2.1), `topic` a data topic (P-3.4); one of them is
    /// there, and if both are, they name the same device. Members come in any order; each of
    /// these stands there once, and others are ignored.
    Envelope,
}

/// The first line, without its end, and what follows it.
pub(crate) fn split_line(lines: &[u8]) -> (&[u8], &[u8]) {
    match memchr(b'\n', lines) {
        Some(end) => {
            let line = &lines[..end];
            (line.strip_suffix(b"\r").unwrap_or(line), &lines[end + 1..])
        }
        None => (lines, &[]),
    }
}

/// What follows the line end that `bytes` begin with; the end of all counts as one.
pub(crate) fn after_line_end(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [] => Some(bytes),
        [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] => Some(rest),
        _ => None,
    }
}

/// Whether the line is nothing but JSON's white space.
pub(crate) fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line end that is not seen here is found another way, in twice the time.
    #[test]
    fn line_ends_after_a_payload() {
        assert_eq!(after_line_end(b""), Some(&b""[..]));
        assert_eq!(after_line_end(b"\nx"), Some(&b"x"[..]));
        assert_eq!(after_line_end(b"\r\n\n"), Some(&b"\n"[..]));
        for other in [&b"\r"[..], b"\rx", b" \n", b"x"] {
            assert_eq!(after_line_end(other), None);
        }
    }
}
