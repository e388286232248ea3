//! Mutations: what senders get wrong, and what attackers try.

use crate::corpus::{ANY, CRON_ITEMS, CRON_ODD, HOST_PARTS, NAMES, values_of};
use crate::tree::Tree;

/// One change, by numbers that choose among what there is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mutation {
    pub(crate) what: u8,
    pub(crate) place: u32,
    pub(crate) choice: u32,
    pub(crate) more: u32,
}

/// How many kinds of mutations of trees there are.
pub(crate) const KINDS: u8 = 20;

fn pick<T: Copy>(list: &[T], choice: u32) -> T {
    list[choice as usize % list.len()]
}

/// The node at `place` in depth-first order, with the name of its member; a scalar where
/// `scalar` asks for one.
fn node(tree: &mut Tree, place: u32, scalar: bool) -> Option<(String, &mut Tree)> {
    fn count(tree: &Tree, scalar: bool) -> u32 {
        let own = u32::from(!scalar || matches!(tree, Tree::Scalar(_)));
        own + match tree {
            Tree::Object(members) => members.iter().map(|(_, v)| count(v, scalar)).sum(),
            Tree::Array(elements) => elements.iter().map(|v| count(v, scalar)).sum(),
            Tree::Scalar(_) => 0,
        }
    }
    fn find<'t>(
        tree: &'t mut Tree,
        name: &str,
        left: &mut u32,
        scalar: bool,
    ) -> Option<(String, &'t mut Tree)> {
        if !scalar || matches!(tree, Tree::Scalar(_)) {
            if *left == 0 {
                return Some((name.to_owned(), tree));
            }
            *left -= 1;
        }
        match tree {
            Tree::Object(members) => members
                .iter_mut()
                .find_map(|(name, value)| find(value, name, left, scalar)),
            Tree::Array(elements) => elements
                .iter_mut()
                .find_map(|value| find(value, name, left, scalar)),
            Tree::Scalar(_) => None,
        }
    }
    let all = count(tree, scalar);
    let mut left = place.checked_rem(all)?;
    find(tree, "", &mut left, scalar)
}

fn members(tree: &mut Tree, place: u32) -> Option<&mut Vec<(String, Tree)>> {
    // Most objects are near; a scalar's place leads to the next one.
    for offset in 0..40 {
        if matches!(
            node(tree, place.wrapping_add(offset), false),
            Some((_, Tree::Object(_)))
        ) {
            return match node(tree, place.wrapping_add(offset), false) {
                Some((_, Tree::Object(members))) => Some(members),
                _ => None,
            };
        }
    }
    None
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// A value for the member of this quoted name.
fn value(name: &str, choice: u32, more: u32) -> String {
    let name = name.trim_matches('"');
    match name {
        "endpoint" if more.is_multiple_of(2) => {
            let parts = (0..1 + choice % 6).map(|n| pick(&HOST_PARTS, more.rotate_left(n * 5)));
            quoted(&parts.collect::<String>())
        }
        name if name.contains("Freq") => quoted(&cron(choice, more)),
        name => pick(values_of(name), choice).to_owned(),
    }
}

/// A cron expression: mostly of the right form, often of a wrong one.
fn cron(choice: u32, more: u32) -> String {
    let count = match choice % 16 {
        0 => 5,
        1 => 8,
        2..=6 => 7,
        _ => 6,
    };
    let mut fields: Vec<_> = (0..count)
        .map(|n| match (n, (more >> (n * 4)) % 4) {
            (5, 0 | 1) => "?".to_owned(),
            (_, 0) => "*".to_owned(),
            (_, 1) => pick(&CRON_ITEMS, choice.rotate_left(n * 5)).to_owned(),
            _ => ["0", "0", "0", "1", "1/3", "*", "2020-2022/2", "*"][n as usize].to_owned(),
        })
        .collect();
    if more % 5 == 1 {
        // Right in form, wrong in meaning.
        let wrong: [&[(usize, &str)]; 4] = [
            &[(3, "30"), (4, "2"), (5, "?")],
            &[(3, "1"), (5, "2")],
            &[(2, "5-1")],
            &[(3, "13"), (5, "FRI")],
        ];
        for (place, item) in pick(&wrong, more >> 8) {
            if let Some(field) = fields.get_mut(*place) {
                (*item).clone_into(field);
            }
        }
    } else if more.is_multiple_of(5) {
        let at = (more >> 8) as usize % fields.len();
        fields[at] = pick(&CRON_ODD, choice >> 7).to_owned();
    }
    let blank = if more.is_multiple_of(97) { "  " } else { " " };
    fields.join(blank)
}

/// Changes the tree; nothing where there is nothing to change.
pub(crate) fn mutate(tree: &mut Tree, mutation: Mutation) {
    let Mutation {
        what,
        place,
        choice,
        more,
    } = mutation;
    let _ = match what {
        0..=5 => set_own_value(tree, place, choice, more),
        6 => set_any_value(tree, place, choice),
        7 => members(tree, place).map(|members| {
            if !members.is_empty() {
                members.remove(choice as usize % members.len());
            }
        }),
        8 => members(tree, place).map(|members| duplicate(members, choice, more)),
        9 => members(tree, place).map(|members| rename(members, choice, more)),
        10 => members(tree, place).map(|members| {
            let name = quoted(pick(&NAMES, more));
            let value = Tree::parse(pick(&ANY, choice)).unwrap();
            members.push((name, value));
        }),
        11 => members(tree, place).map(|members| {
            let name = quoted(pick(&NAMES, more));
            let value = Tree::Scalar(value(&name, choice, more));
            members.insert(more as usize % (members.len() + 1), (name, value));
        }),
        12 => members(tree, place).map(|members| members.reverse()),
        13 => toggle_quotes(tree, place),
        14 => number_text(tree, place, choice),
        15 | 16 => string_text(tree, place, choice, more),
        17 => further(tree, choice),
        18 => elements(tree, choice, more),
        _ => wrap(tree, place, choice),
    };
}

fn set_own_value(tree: &mut Tree, place: u32, choice: u32, more: u32) -> Option<()> {
    let (name, node) = node(tree, place, true)?;
    *node = Tree::Scalar(value(&name, choice, more));
    Some(())
}

fn set_any_value(tree: &mut Tree, place: u32, choice: u32) -> Option<()> {
    let (_, node) = node(tree, place, false)?;
    *node = Tree::parse(pick(&ANY, choice)).unwrap();
    Some(())
}

fn duplicate(members: &mut Vec<(String, Tree)>, choice: u32, more: u32) {
    if members.is_empty() {
        return;
    }
    let (name, same) = members[choice as usize % members.len()].clone();
    let value = match more % 3 {
        0 => same,
        1 => Tree::Scalar(value(&name, more >> 3, choice)),
        _ => Tree::parse(pick(&ANY, more >> 3)).unwrap(),
    };
    members.push((name, value));
}

fn rename(members: &mut [(String, Tree)], choice: u32, more: u32) {
    if members.is_empty() {
        return;
    }
    let place = choice as usize % members.len();
    let name = &mut members[place].0;
    *name = match more % 3 {
        // Table 6's names, and back.
        0 if name.contains("Frequency") => name.replace("Frequency", "Freq"),
        0 if name.contains("Freq") => name.replace("Freq", "Frequency"),
        0 | 1 => quoted(pick(&NAMES, more >> 2)),
        _ => name.to_ascii_uppercase(),
    };
}

/// A number as a string, or a string without its quotes where that is JSON.
fn toggle_quotes(tree: &mut Tree, place: u32) -> Option<()> {
    let (_, node) = node(tree, place, true)?;
    if let Tree::Scalar(text) = node {
        let bare = text.trim_matches('"').to_owned();
        match text.starts_with('"') {
            true => {
                if let Some(tree) = Tree::parse(&bare) {
                    *node = tree;
                }
            }
            false => *text = quoted(&bare),
        }
    }
    Some(())
}

fn number_text(tree: &mut Tree, place: u32, choice: u32) -> Option<()> {
    let (_, node) = node(tree, place, true)?;
    if let Tree::Scalar(text) = node {
        let string = text.starts_with('"');
        let bare = text.trim_matches('"');
        let changed = match choice % 10 {
            0 => format!("{bare}.0"),
            1 => format!("{bare}0"),
            2 => format!("{bare}4"),
            3 => format!("{bare}5"),
            4 => format!("{bare}e0"),
            5 => format!("-{bare}"),
            6 => format!("0{bare}"),
            7 => format!("{bare}00000000000000000001"),
            8 => bare.split('.').next().unwrap_or_default().to_owned(),
            _ => format!("{bare}.4999999999999999999"),
        };
        let changed = if string { quoted(&changed) } else { changed };
        if Tree::parse(&changed).is_some() {
            *text = changed;
        }
    }
    Some(())
}

fn string_text(tree: &mut Tree, place: u32, choice: u32, more: u32) -> Option<()> {
    const INSERTED: [&str; 16] = [
        " ", "a", "Z", "0", "-", ".", "\\n", "\\u0000", "\\u0085", "\\u00a0", "é", "🚗", "\\\\",
        "\\u0041", "\\t", "I",
    ];
    let (_, node) = node(tree, place, true)?;
    let Tree::Scalar(text) = node else {
        return None;
    };
    let decoded: String = serde_json::from_str(text).ok()?;
    let mut characters: Vec<char> = decoded.chars().collect();
    let at = more as usize % (characters.len() + 1);
    match choice % 6 {
        0 | 1 => {
            let before: String = characters[..at].iter().collect();
            let after: String = characters[at..].iter().collect();
            let escaped = |part: String| {
                let text = serde_json::to_string(&part).unwrap();
                text[1..text.len() - 1].to_owned()
            };
            let inserted = pick(&INSERTED, choice / 6);
            *text = quoted(&format!("{}{inserted}{}", escaped(before), escaped(after)));
            return Some(());
        }
        2 if at < characters.len() => {
            characters.remove(at);
        }
        3 if at < characters.len() => {
            let character = characters[at];
            characters[at] = match character.is_ascii_lowercase() {
                true => character.to_ascii_uppercase(),
                false => character.to_ascii_lowercase(),
            };
        }
        4 if !characters.is_empty() => {
            // To a limit, one below it and one above it.
            let length = pick(&[17, 25, 35, 50, 253, 256], more >> 4) - 1 + choice as usize / 6 % 3;
            characters = characters.iter().copied().cycle().take(length).collect();
        }
        _ => characters.reverse(),
    }
    *text = serde_json::to_string(&characters.into_iter().collect::<String>()).unwrap();
    Some(())
}

/// About as many further attributes as there may be.
fn further(tree: &mut Tree, choice: u32) -> Option<()> {
    let Tree::Object(members) = tree else {
        return None;
    };
    let (_, info) = members
        .iter_mut()
        .find(|(name, _)| name == "\"vehicleInfo\"")?;
    let Tree::Object(attributes) = info else {
        return None;
    };
    for number in 0..30 + choice % 16 {
        attributes.push((format!("\"n{number}\""), Tree::Scalar("\"x\"".to_owned())));
    }
    Some(())
}

/// Snapshots: fewer, more, in another order, of the same time.
fn elements(tree: &mut Tree, choice: u32, more: u32) -> Option<()> {
    let Tree::Object(members) = tree else {
        return None;
    };
    let (_, data) = members.iter_mut().find(|(name, _)| name == "\"data\"")?;
    let Tree::Array(elements) = data else {
        return None;
    };
    match choice % 5 {
        0 => elements.reverse(),
        1 => elements.extend(elements.first().cloned()),
        2 => elements.truncate(more as usize % (elements.len() + 1)),
        3 => elements.push(Tree::parse(pick(&ANY, more)).unwrap()),
        _ => elements.clear(),
    }
    Some(())
}

fn wrap(tree: &mut Tree, place: u32, choice: u32) -> Option<()> {
    let (_, node) = node(tree, place, false)?;
    let inner = node.clone();
    *node = match choice % 2 {
        0 => Tree::Array(vec![inner]),
        _ => Tree::Object(vec![("\"a\"".to_owned(), inner)]),
    };
    Some(())
}

/// The payload, with changes that only bytes can have.
pub(crate) fn bytes(tree: &Tree, form: u32, place: u32) -> Vec<u8> {
    let mut text = tree.text();
    let at = (0..=place as usize % (text.len() + 1))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    match form {
        0 => text.insert(at, ' '),
        1 => text = text.replace(':', ": ").replace(",\"", ",\n  \""),
        2 => text.insert(0, '\u{feff}'),
        3 => text.insert(at, ','),
        4 => text.truncate(at),
        5 => text = text.replacen('}', ",}", 1),
        6 => text.insert_str(at, "\\u0031"),
        7 => text.insert_str(at, "\\ud800"),
        8 => {
            let mut bytes = text.into_bytes();
            bytes.insert(at, 0xff);
            return bytes;
        }
        // Rare, because it is long.
        9 if place.is_multiple_of(4) => {
            text.push_str(&" ".repeat(131_073 - text.len().min(131_073)))
        }
        10 => text = text.replacen("\"t", "\"\\u0074", 1),
        11 => text.push_str(" \r\n\t"),
        _ => {}
    }
    text.into_bytes()
}
