//! Whether schema and decoder agree on a payload, and why not.

use std::collections::BTreeSet;

use iot4emissions_proto::message::{
    DataTransfer, DeviationCode, Issue, IssueCode, Message, Profile,
};
use iot4emissions_proto::schema;
use iot4emissions_proto::topic::TopicKind;
use jsonschema::Validator;
use serde_json::Value;

use crate::tree::Tree;

/// The schemas of one message, compiled once.
pub(crate) struct Schemas {
    kind: TopicKind,
    canonical: Validator,
    accepted: Validator,
}

/// What was found about one payload.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    /// Whether the decoder accepts it in Strict and in Tolerant.
    pub(crate) decoder: [bool; 2],
    /// Whether it is valid against the canonical and the accepted schema; `None` where
    /// no value could be read.
    pub(crate) schema: Option<[bool; 2]>,
    /// Why they differ, in each profile: names in `INEXPRESSIBLE`.
    pub(crate) reasons: [BTreeSet<&'static str>; 2],
    /// Why bytes that the canonical schema accepts are not canonical.
    pub(crate) bytes: BTreeSet<&'static str>,
}

pub(crate) const PROFILES: [Profile; 2] = [Profile::Strict, Profile::Tolerant];

impl Schemas {
    pub(crate) fn of(kind: TopicKind) -> Self {
        let compiled = |name: String| {
            let schema = schema::schema(&name).unwrap();
            jsonschema::draft202012::new(&schema).unwrap()
        };
        Self {
            kind,
            canonical: compiled(schema::canonical_name(kind)),
            accepted: compiled(schema::accepted_name(kind)),
        }
    }

    fn validator(&self, profile: Profile) -> &Validator {
        match profile {
            Profile::Strict => &self.canonical,
            Profile::Tolerant => &self.accepted,
        }
    }

    pub(crate) fn judge(&self, payload: &[u8]) -> Result<Verdicts, String> {
        let mut verdicts = Verdicts {
            decoder: PROFILES.map(|p| Message::decode(self.kind, payload, p).is_ok()),
            ..Verdicts::default()
        };
        if self.kind == TopicKind::DataDevice {
            // It has paths of its own for what is usual.
            for profile in PROFILES {
                let decoded = DataTransfer::decode(payload, profile);
                let thoroughly = DataTransfer::decode_thoroughly(payload, profile);
                if decoded != thoroughly {
                    return Err(format!(
                        "{profile:?}: {decoded:?}, thoroughly {thoroughly:?}"
                    ));
                }
            }
        }
        let text = std::str::from_utf8(payload).ok();
        let tree = text.and_then(Tree::parse);
        let value = serde_json::from_slice::<Value>(payload).ok();
        verdicts.schema = value
            .as_ref()
            .map(|value| PROFILES.map(|p| self.validator(p).is_valid(value)));
        for (place, profile) in PROFILES.into_iter().enumerate() {
            verdicts.reasons[place] =
                self.compare(payload, tree.as_ref(), value.as_ref(), profile)?;
        }
        if verdicts.schema.is_some_and(|[canonical, _]| canonical) && verdicts.decoder[0] {
            verdicts.bytes = self.compare_bytes(payload, tree.as_ref())?;
        } else if Message::is_canonical(self.kind, payload) {
            return Err("canonical bytes that are not valid".to_owned());
        }
        Ok(verdicts)
    }

    fn compare(
        &self,
        payload: &[u8],
        tree: Option<&Tree>,
        value: Option<&Value>,
        profile: Profile,
    ) -> Result<BTreeSet<&'static str>, String> {
        let decoded = Message::decode(self.kind, payload, profile);
        let (Some(tree), Some(value)) = (tree, value) else {
            let no_json = |issue: &Issue| {
                matches!(
                    issue.code,
                    IssueCode::TooLarge
                        | IssueCode::NotUtf8
                        | IssueCode::ByteOrderMark
                        | IssueCode::Syntax
                        | IssueCode::TrailingComma
                        // What is too deep is not read, so that its syntax stays unsaid.
                        | IssueCode::TooDeep
                )
            };
            return match (&decoded, tree) {
                // serde_json makes no value of a number that is infinite in binary.
                (Ok(_), Some(tree)) if has_long_number(tree) => Ok(["beyond-double"].into()),
                (Err(_), Some(_)) => Ok(BTreeSet::new()),
                (Err(error), None) if error.issues().iter().any(no_json) => Ok(["not-json"].into()),
                _ => Err(format!("{profile:?}: no value, but {decoded:?}")),
            };
        };
        let valid = self.validator(profile).is_valid(value);
        let mut single = tree.clone();
        if single.drop_duplicates() {
            let duplicate = |issue: &Issue| issue.expected == "each name once";
            let Err(error) = &decoded else {
                return Err(format!("{profile:?}: duplicates are accepted"));
            };
            // It looks no further into what is too large or too deep.
            let unread =
                |issue: &Issue| matches!(issue.code, IssueCode::TooLarge | IssueCode::TooDeep);
            if !error.issues().iter().any(|i| duplicate(i) || unread(i)) {
                return Err(format!("{profile:?}: duplicates are not reported: {error}"));
            }
            // What is left of the payload is compared too.
            let single = single.text();
            let value = serde_json::from_str(&single).map_err(|error| error.to_string())?;
            let tree = Tree::parse(&single);
            let mut reasons =
                self.compare(single.as_bytes(), tree.as_ref(), Some(&value), profile)?;
            if valid {
                reasons.insert("duplicate-member");
            }
            return Ok(reasons);
        }
        let reasons = match decoded {
            Ok(_) if !valid => self.only_the_decoder_accepts(tree, value, profile),
            Err(error) if valid => error
                .issues()
                .iter()
                .map(|issue| {
                    reason(issue, profile)
                        .ok_or_else(|| format!("{profile:?}: the schema accepts {issue}"))
                })
                .collect(),
            _ => Ok(BTreeSet::new()),
        };
        reasons.or_else(|difference| {
            // Cut to what every binary number can tell apart, nothing may differ.
            let mut cut = tree.clone();
            cut.map_scalars(&cut_number);
            if cut == *tree {
                return Err(difference);
            }
            let text = cut.text();
            let value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            let mut reasons = self.compare(text.as_bytes(), Some(&cut), Some(&value), profile)?;
            reasons.insert("beyond-double");
            Ok(reasons)
        })
    }

    fn only_the_decoder_accepts(
        &self,
        tree: &Tree,
        value: &Value,
        profile: Profile,
    ) -> Result<BTreeSet<&'static str>, String> {
        let mut positive = tree.clone();
        positive.map_scalars(&|text| match text.strip_prefix("\"-0") {
            Some(rest) if profile == Profile::Strict => format!("\"0{rest}"),
            _ => text.to_owned(),
        });
        let positive: Value = serde_json::from_str(&positive.text()).unwrap();
        if self.validator(profile).is_valid(&positive) {
            return Ok(["negative-zero"].into());
        }
        let errors: Vec<_> = self
            .validator(profile)
            .iter_errors(value)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        Err(format!("{profile:?}: only the decoder accepts: {errors:?}"))
    }

    /// Strict and the canonical schema accept it: then only the bytes can differ, and
    /// each step that makes them canonical has a name.
    fn compare_bytes(
        &self,
        payload: &[u8],
        tree: Option<&Tree>,
    ) -> Result<BTreeSet<&'static str>, String> {
        let canonical = Message::decode(self.kind, payload, Profile::Strict)
            .map_err(|error| error.to_string())?
            .message
            .to_canonical();
        let canonical = String::from_utf8(canonical).map_err(|error| error.to_string())?;
        let mut reasons = BTreeSet::new();
        let mut tree = tree.ok_or("no tree")?.clone();
        let text = std::str::from_utf8(payload).map_err(|error| error.to_string())?;
        // Names have lost their escapes, and so some of their length, already.
        let mut before = text.to_owned();
        let without_white_space = outside_strings(text);
        if without_white_space != before {
            reasons.insert("white-space");
            before = without_white_space;
        }
        tree.map_scalars(&|text| match text.starts_with('"') {
            true => {
                let text: String = serde_json::from_str(text).unwrap();
                serde_json::to_string(&text).unwrap()
            }
            false => text.to_owned(),
        });
        let mut step = |name, after: String| {
            if after != before {
                reasons.insert(name);
                before = after;
            }
        };
        step("escapes", tree.text());
        tree.map_scalars(&|text| {
            text.strip_prefix("-0")
                .map_or(text.to_owned(), |rest| format!("0{rest}"))
        });
        step("negative-zero", tree.text());
        tree.reorder(&Tree::parse(&canonical).ok_or("no tree")?);
        step("member-order", tree.text());
        if before != canonical {
            return Err(format!("not canonical: {before} instead of {canonical}"));
        }
        if reasons.is_empty() != Message::is_canonical(self.kind, payload) {
            return Err("canonical bytes are not recognised".to_owned());
        }
        Ok(reasons)
    }
}

/// `text` without the white space outside strings.
fn outside_strings(text: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    text.chars()
        .filter(|character| {
            let kept = inside || !character.is_ascii_whitespace();
            match character {
                _ if escaped => escaped = false,
                '\\' if inside => escaped = true,
                '"' => inside = !inside,
                _ => {}
            }
            kept
        })
        .collect()
}

/// A number of more digits than every binary number of 64 bits can tell apart.
fn has_long_number(tree: &Tree) -> bool {
    tree.any_scalar(&|text| {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        !text.starts_with('"') && digits > 15
    })
}

/// A number of more than fifteen digits, its decimals cut after the fourth: no rule
/// looks further (P-5.4 rounds by the digit after the last that it keeps).
fn cut_number(text: &str) -> String {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match text.split_once('.') {
        Some((whole, decimals))
            if !text.starts_with('"') && digits > 15 && !decimals.contains(['e', 'E']) =>
        {
            format!("{whole}.{}", &decimals[..decimals.len().min(4)])
        }
        _ => text.to_owned(),
    }
}

/// The name of what the decoder refuses and no schema can.
fn reason(issue: &Issue, profile: Profile) -> Option<&'static str> {
    match issue.code {
        IssueCode::TooLarge => Some("payload-size"),
        IssueCode::Exponent => Some("exponent"),
        IssueCode::DuplicateAcquired => Some("duplicate-acquired"),
        IssueCode::Deviation(DeviationCode::Precision) if profile == Profile::Strict => {
            Some("decimals")
        }
        IssueCode::Deviation(DeviationCode::Unordered) if profile == Profile::Strict => {
            Some("unordered")
        }
        IssueCode::Schedule => [
            "expected ? or * in field day of month or field day of week",
            "expected an occurrence in the years 1970 to 2099",
            "expected a range whose end is not before its start",
        ]
        .iter()
        .any(|said| issue.found.contains(said))
        .then_some("schedule-meaning"),
        IssueCode::Length if issue.expected == "at most 32 further attributes" => {
            Some("further-attributes")
        }
        _ => None,
    }
}
