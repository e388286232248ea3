//! Ways to write a VIN so that a filter may not see it.

use std::fmt::Write;

/// A made-up VIN.
pub(crate) const VIN: &str = "WVWZZZ1JZXW000001";

/// What no filter stops: whoever can choose a text can say a VIN in a code that both ends
/// know. That is why the Data Service learns by a list of what it may learn (P-1.6), and not
/// by a filter.
///
/// In two parts of which one has grown together with other letters or digits, it has no shape
/// that a UUID has not: a request's own VIN is refused so, another vehicle's is not.
pub(crate) const UNSTOPPABLE: [&str; 18] = [
    "base32",
    "base64",
    "base64url",
    "before a time, in two parts",
    "before digits, in two parts",
    "behind digits, in two parts",
    "behind letters, in two parts",
    "fullwidth letters and digits",
    "greek and cyrillic letters of the same look",
    "hexadecimal",
    "letters as numbers of the alphabet",
    "mathematical letters",
    "morse",
    "octal",
    "rotated by thirteen",
    "spelled out",
    "the first half alone",
    "the second half alone",
];

/// A way: its name, and the text.
pub(crate) type Way = (String, String);

/// How a character is written.
type Escape = fn(char) -> String;

/// All of them.
pub(crate) fn all() -> Vec<Way> {
    let mut ways = Vec::new();
    cases(&mut ways);
    separated(&mut ways);
    surrounded(&mut ways);
    escaped(&mut ways);
    encoded(&mut ways);
    ways
}

fn way(ways: &mut Vec<Way>, name: impl Into<String>, text: impl Into<String>) {
    ways.push((name.into(), text.into()));
}

fn lower() -> String {
    VIN.to_lowercase()
}

/// Whether something that is seen stands between the VIN's characters.
pub(crate) fn is_separated(name: &str) -> bool {
    let within = name.starts_with("with ") && !name.starts_with("with a capital");
    within || name.ends_with(", in two parts")
}

fn cases(ways: &mut Vec<Way>) {
    way(ways, "itself", VIN);
    way(ways, "in lower case", lower());
    way(ways, "with a capital first", "Wvwzzz1jzxw000001");
    let alternating = VIN.chars().enumerate().map(|(place, c)| match place % 2 {
        0 => c,
        _ => c.to_ascii_lowercase(),
    });
    way(ways, "in alternating case", alternating.collect::<String>());
}

fn separated(ways: &mut Vec<Way>) {
    let separators = [
        ("hyphens", "-"),
        ("underscores", "_"),
        ("blanks", " "),
        ("dots", "."),
        ("slashes", "/"),
        ("colons", ":"),
        ("commas", ", "),
        ("tabs", "\t"),
        ("no-break spaces", "\u{a0}"),
        ("zero-width spaces", "\u{200b}"),
        ("soft hyphens", "\u{ad}"),
        ("combining marks", "\u{301}"),
        ("two hyphens", "--"),
        ("semicolons", ";"),
        ("bars", "|"),
        ("plus signs", "+"),
        ("apostrophes", "'"),
        ("line feeds", "\n"),
        ("carriage returns", "\r\n"),
        ("thin spaces", "\u{2009}"),
        ("byte order marks", "\u{feff}"),
        ("word joiners", "\u{2060}"),
        ("marks of direction", "\u{200e}"),
        ("en dashes", "\u{2013}"),
    ];
    for (name, separator) in separators {
        for (places, at) in [
            ("after the manufacturer", &[3][..]),
            ("at the sections", &[3, 9]),
            ("in the serial number", &[13]),
        ] {
            let mut text = String::new();
            for (place, c) in VIN.chars().enumerate() {
                if at.contains(&place) {
                    text.push_str(separator);
                }
                text.push(c);
            }
            let lower = text.to_lowercase();
            way(ways, format!("with {name} {places}, in lower case"), lower);
            way(ways, format!("with {name} {places}"), text);
        }
        let each: Vec<String> = VIN.chars().map(String::from).collect();
        let each = each.join(separator);
        let lower = each.to_lowercase();
        way(
            ways,
            format!("with {name} everywhere, in lower case"),
            lower,
        );
        way(ways, format!("with {name} everywhere"), each);
    }
}

fn surrounded(ways: &mut Vec<Way>) {
    for (name, before, after) in [
        ("behind a word", "vehicle-", ""),
        ("behind letters", "vin", ""),
        ("before a word", "", "-unit"),
        ("between brackets", "[", "]"),
        ("in a sentence", "the VIN is ", "."),
        ("in a path", "/var/lib/", ".json"),
        ("in an address", "https://example.org/?vin=", "&x=1"),
        ("in a mail address", "", "@example.org"),
        ("between quotation marks", "\"", "\""),
        ("between angle brackets", "<", ">"),
        ("behind digits", "2026", ""),
        ("before digits", "", "2026"),
        ("behind a number sign", "#", ""),
        ("behind an equals sign", "vin=", ""),
        ("in a tag", "<vin>", "</vin>"),
        ("in an object", "{\"v\":\"", "\"}"),
        ("in a query", "SELECT '", "'"),
        ("in a file name of Windows", "C:\\data\\", ".csv"),
        ("behind letters of another alphabet", "номер", ""),
        ("in front of an emoji", "", "\u{1f697}"),
        ("behind a UUID", "f371cb00-68ea-4d5d-9bea-d24cbff2ed28-", ""),
        ("before a time", "", "T00:00:00Z"),
    ] {
        way(ways, name, format!("{before}{VIN}{after}"));
        way(
            ways,
            format!("{name}, in lower case"),
            format!("{before}{}{after}", lower()),
        );
        let parts = format!("{before}{}-{}{after}", &VIN[..9], &VIN[9..]);
        way(ways, format!("{name}, in two parts"), parts);
    }
}

fn escaped(ways: &mut Vec<Way>) {
    let each = |character: Escape| VIN.chars().map(character).collect::<String>();
    let some = |character: Escape| {
        let mixed = VIN.chars().enumerate().map(|(place, c)| match place % 3 {
            0 => character(c),
            _ => c.to_string(),
        });
        mixed.collect::<String>()
    };
    let escapes: [(&str, Escape); 9] = [
        ("JSON", |c| format!("\\u{:04x}", c as u32)),
        ("Python", |c| format!("\\x{:02x}", c as u32)),
        ("Rust", |c| format!("\\u{{{:x}}}", c as u32)),
        ("URL", |c| format!("%{:02X}", c as u32)),
        ("HTML in decimal", |c| format!("&#{};", c as u32)),
        ("HTML in hexadecimal", |c| format!("&#x{:x};", c as u32)),
        ("JSON in capitals", |c| format!("\\u{:04X}", c as u32)),
        ("URL in lower case", |c| format!("%{:02x}", c as u32)),
        ("HTML with zeros", |c| format!("&#{:07};", c as u32)),
    ];
    for (name, character) in escapes {
        way(
            ways,
            format!("each character escaped as in {name}"),
            each(character),
        );
        way(
            ways,
            format!("every third escaped as in {name}"),
            some(character),
        );
        let lower: String = lower().chars().map(character).collect();
        let name_of = |which: &str| format!("{which} escaped as in {name}");
        way(ways, name_of("each character in lower case"), lower);
        for (which, place) in [("the first", 0), ("the middle one", 8), ("the last", 16)] {
            let one = VIN.chars().enumerate().map(|(at, c)| match at == place {
                true => character(c),
                false => c.to_string(),
            });
            way(ways, name_of(which), one.collect::<String>());
        }
    }
    for (name, escape) in [
        ("a line feed of JSON", "\\n"),
        ("a vertical tab of JSON", "\\u000b"),
        ("a quotation mark of JSON", "\\u0022"),
        ("a quotation mark of a URL", "%22"),
        ("a byte of Python", "\\xff"),
        ("an ampersand of HTML", "&amp;"),
        ("a tab of JSON", "\\t"),
        ("a carriage return of JSON", "\\r"),
        ("a slash of JSON", "\\/"),
        ("a zero of JSON", "\\u0000"),
        ("a letter of JSON", "\\u00e9"),
        ("half a pair of JSON", "\\ud800"),
        ("a blank of a URL", "%20"),
        ("a line feed of a URL", "%0A"),
        ("a letter of a URL", "%c3%a9"),
        ("a bracket of HTML", "&lt;"),
        ("a quotation mark of HTML", "&#34;"),
        ("a zero of Python", "\\x00"),
        ("a delete of Rust", "\\u{7f}"),
        ("a bell of C", "\\a"),
    ] {
        way(ways, format!("behind {name}"), format!("{escape}{VIN}"));
        way(
            ways,
            format!("behind {name}, in lower case"),
            format!("{escape}{}", lower()),
        );
        way(ways, format!("before {name}"), format!("{VIN}{escape}"));
        way(
            ways,
            format!("before {name}, in lower case"),
            format!("{}{escape}", lower()),
        );
    }
}

fn encoded(ways: &mut Vec<Way>) {
    let reversed: String = VIN.chars().rev().collect();
    way(ways, "backwards in lower case", reversed.to_lowercase());
    way(ways, "backwards", reversed);
    way(ways, "base64", "V1ZXWlpaMUpaWFcwMDAwMDE=");
    way(ways, "base64url", "V1ZXWlpaMUpaWFcwMDAwMDE");
    way(ways, "base32", "K5LFOWS2LIYUUWSYK4YDAMBQGAYQ====");
    let bytes = |form: fn(&mut String, u8)| {
        let mut text = String::new();
        VIN.bytes().for_each(|byte| form(&mut text, byte));
        text
    };
    way(
        ways,
        "hexadecimal",
        bytes(|text, byte| write!(text, "{byte:02x}").unwrap()),
    );
    way(
        ways,
        "octal",
        bytes(|text, byte| write!(text, "{byte:03o} ").unwrap()),
    );
    let rotated = VIN.chars().map(|c| match c {
        'A'..='Z' => char::from((c as u8 - b'A' + 13) % 26 + b'A'),
        other => other,
    });
    way(ways, "rotated by thirteen", rotated.collect::<String>());
    let doubled = VIN.chars().flat_map(|c| [c, c]);
    way(ways, "each character doubled", doubled.collect::<String>());
    let numbers = VIN.chars().map(|c| match c {
        'A'..='Z' => format!("{:02} ", c as u8 - b'A' + 1),
        digit => format!("{digit} "),
    });
    way(
        ways,
        "letters as numbers of the alphabet",
        numbers.collect::<String>(),
    );
    let shifted = |letters: u32, digits: u32| {
        let shift = |c: char| match c {
            'A'..='Z' => char::from_u32(letters + (c as u32 - 'A' as u32)),
            _ => char::from_u32(digits + (c as u32 - '0' as u32)),
        };
        VIN.chars().filter_map(shift).collect::<String>()
    };
    way(
        ways,
        "fullwidth letters and digits",
        shifted(0xff21, 0xff10),
    );
    way(ways, "mathematical letters", shifted(0x1d400, 0x1d7ce));
    let looks_like = VIN.chars().map(|c| match c {
        'Z' => '\u{396}',
        'X' => '\u{425}',
        'J' => '\u{408}',
        other => other,
    });
    let name = "greek and cyrillic letters of the same look";
    way(ways, name, looks_like.collect::<String>());
    way(
        ways,
        "spelled out",
        "whiskey victor whiskey zulu zulu zulu one juliett",
    );
    way(ways, "morse", ".-- ...- .-- --.. --.. --.. .---- .---");
    way(ways, "the first half alone", &VIN[..9]);
    way(ways, "the second half alone", &VIN[9..]);
}
