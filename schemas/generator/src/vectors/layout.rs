//! JSON that people can read in a diff: what fits into a line stands in one.

/// The longest line that is not broken, indentation included.
const WIDTH: usize = 100;

/// The text of `compact`, JSON without insignificant white space, with line breaks.
pub(super) fn lay_out(compact: &str) -> String {
    let mut text = String::with_capacity(compact.len() * 2);
    write(compact, 0, &mut text);
    text.push('\n');
    // Outside strings there is none of these.
    let visible = |c: char| match c {
        '\u{7f}'..='\u{a0}' | '\u{feff}' => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    text.chars().map(visible).collect()
}

fn write(value: &str, depth: usize, text: &mut String) {
    let (Some(open), true) = (
        value.chars().next().filter(|c| matches!(c, '{' | '[')),
        value.len() + 2 * depth > WIDTH,
    ) else {
        return text.push_str(value);
    };
    text.push(open);
    for (number, part) in parts(&value[1..value.len() - 1]).into_iter().enumerate() {
        if number > 0 {
            text.push(',');
        }
        text.push('\n');
        text.push_str(&"  ".repeat(depth + 1));
        match (open, end_of_name(part)) {
            ('{', Some(end)) => {
                text.push_str(&part[..end]);
                text.push_str(": ");
                write(&part[end + 1..], depth + 1, text);
            }
            _ => write(part, depth + 1, text),
        }
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(if open == '{' { '}' } else { ']' });
}

/// The end of the string that a member begins with.
fn end_of_name(member: &str) -> Option<usize> {
    let mut escaped = false;
    let closing = member.bytes().skip(1).position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    });
    closing.map(|position| position + 2)
}

/// The members or elements between the brackets.
fn parts(content: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let (mut quoted, mut escaped) = (false, false);
    for (place, byte) in content.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => {
                parts.push(&content[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(&content[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::lay_out;

    #[test]
    fn what_fits_stands_in_a_line_and_nothing_but_white_space_changes() {
        let long = "x".repeat(60);
        let compact = format!(r#"{{"a\"{{":["{long}","{long},[\\"],"b":{{"c":[1,{{}}]}}}}"#);
        let text = lay_out(&compact);
        assert_eq!(
            text,
            format!(
                "{{\n  \"a\\\"{{\": [\n    \"{long}\",\n    \"{long},[\\\\\"\n  ],\n  \"b\": {{\"c\":[1,{{}}]}}\n}}\n"
            )
        );
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&text), value(&compact));
    }
}
