//! The comment at the beginning of each file whose language has comments.

use std::fmt::Write;

use super::Format;
use super::grants::Grants;
use crate::access::Scope;

/// The widest line of a comment, in characters.
const WIDTH: usize = 88;

/// What the file is, each line after `comment`, such as `#`.
pub(super) fn brief(comment: &str, format: Format, grants: &Grants<'_>, purpose: &str) -> String {
    let mut text = String::new();
    let what = format!("iot4emissions, {}: {purpose}.", grants.broker());
    wrap(&mut text, comment, "", "", &what);
    let whence = format!(
        "For {}. Generated from the rules P-4.1 to P-4.3: not to be changed by hand.",
        format.broker()
    );
    wrap(&mut text, comment, "", "", &whence);
    text
}

/// [`brief`], and what the rights are, what the broker enforces, and what to look out
/// for.
pub(super) fn header(comment: &str, format: Format, grants: &Grants<'_>, purpose: &str) -> String {
    let mut text = brief(comment, format, grants, purpose);
    let line = |text: &mut String, words: &str| wrap(text, comment, "", "", words);
    let item = |text: &mut String, words: &str| wrap(text, comment, "- ", "  ", words);
    line(&mut text, "");
    line(&mut text, "Rights:");
    for rule in grants.rules() {
        let whose = match rule.scope {
            Scope::OwnId => "of the device's own ID",
            Scope::AnyDevice => "of any device",
        };
        let right = format!("{}: {} {} {whose}", rule.party, rule.right, rule.kind);
        item(&mut text, &right);
    }
    line(&mut text, "");
    let (enforced, left) = decisions(format);
    let enforcement = format!("Enforced by the broker: {enforced}. Not enforced: {left}.");
    line(&mut text, &enforcement);
    line(&mut text, &format!("A denied client: {}", format.denied()));
    for pitfall in format.pitfalls() {
        item(&mut text, pitfall);
    }
    text
}

/// Names of the decisions that the broker takes, and of those that it does not.
fn decisions(format: Format) -> (String, String) {
    let enforces = format.enforces();
    let all = [
        (enforces.publish, "publish"),
        (enforces.publish_retained, "RETAIN"),
        (enforces.subscribe, "subscribe"),
        (enforces.receive, "receive"),
    ];
    let names = |wanted: bool| {
        let names: Vec<&str> = all
            .iter()
            .filter(|(enforced, _)| *enforced == wanted)
            .map(|(_, name)| *name)
            .collect();
        match names.is_empty() {
            true => "nothing".to_owned(),
            false => names.join(", "),
        }
    };
    (names(true), names(false))
}

/// Words in lines of at most [`WIDTH`], the first of which begins with `first` and the
/// others with `rest`.
fn wrap(text: &mut String, comment: &str, first: &str, rest: &str, words: &str) {
    let mut line = format!("{comment} {first}");
    let mut empty = true;
    for word in words.split(' ') {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            text.push_str(line.trim_end());
            text.push('\n');
            line = format!("{comment} {rest}");
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    let _ = writeln!(text, "{}", line.trim_end());
}
