//! The little of Erlang's terms and of TOML's values that two brokers' rules are
//! written in.

/// A value of either notation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Term {
    /// `"text"`
    Text(String),
    /// `allow`, `7`, `true`
    Atom(String),
    /// `[a, b]`
    List(Vec<Term>),
    /// Erlang's `{a, b}`
    Tuple(Vec<Term>),
    /// TOML's `{ a = b }`
    Table(Vec<(String, Term)>),
}

impl Term {
    /// The text of a text.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            other => panic!("expected a text, found {other:?}"),
        }
    }

    /// Whether it is this atom.
    pub(crate) fn is(&self, atom: &str) -> bool {
        *self == Self::Atom(atom.to_owned())
    }

    /// The elements of a list.
    pub(crate) fn list(&self) -> &[Term] {
        match self {
            Self::List(elements) => elements,
            other => panic!("expected a list, found {other:?}"),
        }
    }
}

/// Reads `{...}.` after `{...}.`; `%` starts a comment.
pub(crate) fn erlang_terms(text: &str) -> Vec<Term> {
    let mut reader = Reader::new(text, '%');
    let mut terms = Vec::new();
    while reader.peek().is_some() {
        terms.push(reader.value());
        reader.expect('.');
    }
    terms
}

/// Reads `key = value` lines; `#` starts a comment. `[table]` lines are refused.
pub(crate) fn toml_values(text: &str) -> Vec<(String, Term)> {
    let mut reader = Reader::new(text, '#');
    let mut values = Vec::new();
    while reader.peek().is_some() {
        let key = reader.word();
        reader.expect('=');
        values.push((key, reader.value()));
    }
    values
}

struct Reader<'a> {
    rest: &'a str,
    comment: char,
}

impl<'a> Reader<'a> {
    fn new(rest: &'a str, comment: char) -> Self {
        Self { rest, comment }
    }

    /// The next character that is neither white space nor of a comment.
    fn peek(&mut self) -> Option<char> {
        loop {
            self.rest = self.rest.trim_start();
            if !self.rest.starts_with(self.comment) {
                return self.rest.chars().next();
            }
            self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
        }
    }

    fn accept(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.rest = &self.rest[wanted.len_utf8()..];
        }
        found
    }

    fn expect(&mut self, wanted: char) {
        assert!(
            self.accept(wanted),
            "expected {wanted:?} at {:?}",
            self.rest
        );
    }

    fn word(&mut self) -> String {
        self.peek();
        let end = self
            .rest
            .find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        assert!(!word.is_empty(), "expected a word at {rest:?}");
        self.rest = rest;
        word.to_owned()
    }

    fn value(&mut self) -> Term {
        match self.peek() {
            Some('"') => Term::Text(self.text()),
            Some('[') => Term::List(self.elements('[', ']')),
            // Erlang has no inline tables and TOML no tuples.
            Some('{') if self.comment == '#' => Term::Table(self.table()),
            Some('{') => Term::Tuple(self.elements('{', '}')),
            Some('\'') => {
                let (quoted, rest) = self.rest[1..].split_once('\'').expect("a closing quote");
                self.rest = rest;
                match self.comment {
                    '#' => Term::Text(quoted.to_owned()),
                    _ => Term::Atom(quoted.to_owned()),
                }
            }
            _ => Term::Atom(self.word()),
        }
    }

    fn elements(&mut self, open: char, close: char) -> Vec<Term> {
        self.expect(open);
        let mut elements = Vec::new();
        while !self.accept(close) {
            elements.push(self.value());
            if !self.accept(',') {
                self.expect(close);
                break;
            }
        }
        elements
    }

    fn table(&mut self) -> Vec<(String, Term)> {
        self.expect('{');
        let mut entries = Vec::new();
        while !self.accept('}') {
            let key = self.word();
            self.expect('=');
            entries.push((key, self.value()));
            if !self.accept(',') {
                self.expect('}');
                break;
            }
        }
        entries
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        let mut characters = self.rest[1..].char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    self.rest = &self.rest[1 + at + 1..];
                    return text;
                }
                '\\' => match characters.next() {
                    Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                    other => panic!("an escape that no ID needs: {other:?}"),
                },
                other => text.push(other),
            }
        }
        panic!("expected a closing quote in {:?}", self.rest);
    }
}

#[test]
fn the_reader_reads_both_notations() {
    let terms = erlang_terms(
        "%% x\n{allow, {user, \"a\"}, {publish, [{qos, 1}]}, [\"t\", {eq, \"#\"}]}.\n{deny, all}.",
    );
    assert_eq!(terms.len(), 2);
    let values = toml_values(
        "# x\na = true\nrules = [\n  [\"allow\", { user = \"a\" }, \"subscribe\", [\"t\", { eq = '#' }]],\n]",
    );
    assert!(values[0].1.is("true"));
    assert_eq!(
        values[1].1.list()[0].list()[3].list()[1],
        Term::Table(vec![("eq".to_owned(), Term::Text("#".to_owned()))])
    );
}
