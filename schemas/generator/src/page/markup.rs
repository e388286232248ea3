//! HTML from texts: nothing gets in unescaped.

/// A text as HTML.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// A text whose parts between backticks are code, as HTML.
pub(super) fn prose(text: &str) -> String {
    let mut html = String::new();
    for (at, part) in text.split('`').enumerate() {
        match at % 2 {
            0 => html.push_str(&unbroken(&escape(part))),
            _ => html.push_str(&code(part)),
        }
    }
    html
}

/// HTML in which no line ends within a rule's number, such as `P-5.42`.
fn unbroken(html: &str) -> String {
    let is_rule = |word: &str| {
        let number = word.strip_prefix('(').unwrap_or(word);
        let number = number.strip_prefix("P-").or(number.strip_prefix("T-"));
        number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
    };
    let words = html.split(' ').map(|word| match is_rule(word) {
        true => format!("<span class=\"nowrap\">{word}</span>"),
        false => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Code within a line.
pub(super) fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

/// A block of code, which scrolls by itself where it is too long.
pub(super) fn block(label: &str, text: &str) -> String {
    format!(
        "<pre tabindex=\"0\" role=\"region\" aria-label=\"{}\"><code>{}</code></pre>\n",
        escape(label),
        escape(text)
    )
}

/// A table of HTML cells, the first of each row its heading; it scrolls by itself.
pub(super) fn table(caption: &str, heads: &[&str], rows: &[Vec<String>]) -> String {
    let mut html = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table>\n\
         <caption><span>{0}</span></caption>\n<thead><tr>",
        escape(caption)
    );
    for head in heads {
        html += &format!("<th scope=\"col\">{}</th>", escape(head));
    }
    html += "</tr></thead>\n<tbody>\n";
    for row in rows {
        html += "<tr>";
        for (at, cell) in row.iter().enumerate() {
            html += &match at {
                0 => format!("<th scope=\"row\">{cell}</th>"),
                _ => format!("<td>{cell}</td>"),
            };
        }
        html += "</tr>\n";
    }
    html + "</tbody>\n</table>\n</div>\n"
}

/// A list of terms with what is said of them, as HTML; terms without any are left out.
pub(super) fn terms(terms: &[(&str, String)]) -> String {
    let mut html = String::from("<dl>\n");
    for (term, text) in terms.iter().filter(|(_, text)| !text.is_empty()) {
        html += &format!("<div><dt>{}</dt><dd>{text}</dd></div>\n", escape(term));
    }
    html + "</dl>\n"
}
