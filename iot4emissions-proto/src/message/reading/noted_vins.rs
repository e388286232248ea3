//! What stands as `vin` in a payload, well formed or not: nothing of it may come into a
//! text (P-1.5, P-5.3).

use std::ops::Range;

use crate::privacy::{HIDDEN_VIN, hide_ranges, vin_ranges};

/// How long a text must be, in bytes, to be hidden: a shorter one identifies no vehicle,
/// and hiding it would only garble the others.
const LEAST: usize = 8;

/// How many texts are searched for. A payload has one; with more it is refused, and must
/// not cost more for each of them.
const MOST: usize = 8;

/// What stands where `privacy::shown` has cut a text.
const CUT: &[u8] = "…".as_bytes();

/// The texts that a payload calls `vin`.
#[derive(Default)]
pub(super) struct NotedVins {
    count: usize,
    /// As they may stand in a text: themselves, as `Debug` escapes them, and as a JSON
    /// Pointer does; in lower case.
    forms: Vec<String>,
}

impl NotedVins {
    /// Notes a text that is to be hidden from now on.
    pub(super) fn note(&mut self, vin: &str) {
        if vin.len() < LEAST {
            return;
        }
        self.count += 1;
        if self.has_too_many() {
            self.forms.clear();
            return;
        }
        let vin = vin.to_ascii_lowercase();
        let quoted = format!("{vin:?}");
        let pointed = vin.replace('~', "~0").replace('/', "~1");
        for form in [&vin, &quoted[1..quoted.len() - 1], &pointed] {
            if !self.forms.iter().any(|known| known == form) {
                self.forms.push(form.to_owned());
            }
        }
    }

    /// `text` without VINs.
    pub(super) fn hide(&self, text: &str) -> String {
        self.hide_in_steps(text).0
    }

    /// A JSON Pointer without VINs; it stays one.
    pub(super) fn hide_in_pointer(&self, pointer: &str) -> String {
        if self.has_too_many() {
            let names: Vec<_> = pointer.split('/').map(|name| self.hide(name)).collect();
            return names.join("/");
        }
        self.hide(pointer)
    }

    const fn has_too_many(&self) -> bool {
        self.count > MOST
    }

    /// `text` without VINs, and in how many steps: at most a fixed multiple of its length
    /// for each form, whatever a payload says.
    fn hide_in_steps(&self, text: &str) -> (String, usize) {
        if self.has_too_many() {
            // What is shorter holds none of them.
            let shown = if text.len() < LEAST { text } else { HIDDEN_VIN };
            return (shown.to_owned(), 0);
        }
        let mut ranges: Vec<_> = vin_ranges(text).collect();
        let mut steps = 0;
        if !self.forms.is_empty() {
            // What has been hidden before is no text to search in: it stays as it is.
            let hidden = text.match_indices(HIDDEN_VIN);
            ranges.extend(hidden.map(|(at, hidden)| at..at + hidden.len()));
            for form in &self.forms {
                steps += find(text.as_bytes(), form.as_bytes(), &mut ranges);
            }
            // Each search has added its ranges in order, which makes this a merge.
            ranges.sort_by_key(|range| range.start);
            steps += ranges.len();
        }
        (hide_ranges(text, ranges.into_iter()).into_owned(), steps)
    }
}

/// Adds to `ranges` each place of `form`, which is in lower case, in `text`, in either
/// letter case: also places that overlap, so that no part of one stays visible, and where
/// `text` has been cut within it. Gives the number of comparisons.
///
/// The search is Knuth's, Morris' and Pratt's, which looks at no byte of `text` again.
fn find(text: &[u8], form: &[u8], ranges: &mut Vec<Range<usize>>) -> usize {
    // No more of it can stand in `text`.
    let start = &form[..form.len().min(text.len())];
    let (borders, mut steps) = borders(start);
    let mut matched = 0;
    for (at, byte) in text.iter().enumerate() {
        if matched >= LEAST && text[at..].starts_with(CUT) {
            ranges.push(at - matched..at);
        }
        steps += advance(start, &borders, &mut matched, byte.to_ascii_lowercase());
        if matched == form.len() {
            ranges.push(at + 1 - matched..at + 1);
        }
    }
    steps
}

/// For each beginning of `form`, how long its longest other beginning is that also ends
/// it; and the number of comparisons.
fn borders(form: &[u8]) -> (Vec<usize>, usize) {
    let mut borders = Vec::with_capacity(form.len());
    let (mut matched, mut steps) = (0, 0);
    for (at, byte) in form.iter().enumerate() {
        if at > 0 {
            steps += advance(form, &borders, &mut matched, *byte);
        }
        borders.push(matched);
    }
    (borders, steps)
}

/// How much of `form` has been `matched` after one more `byte`; gives the number of
/// comparisons. Each but the last shortens what is matched, which only one byte at a time
/// makes longer: two for each byte, taken together.
fn advance(form: &[u8], borders: &[usize], matched: &mut usize, byte: u8) -> usize {
    let mut steps = 1;
    while form.get(*matched) != Some(&byte) {
        if *matched == 0 {
            return steps;
        }
        *matched = borders[*matched - 1];
        steps += 1;
    }
    *matched += 1;
    steps
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    fn noted<T: AsRef<str>>(vins: &[T]) -> NotedVins {
        let mut noted = NotedVins::default();
        for vin in vins {
            noted.note(vin.as_ref());
        }
        noted
    }

    /// Fails where hiding does not end; its thread then stays behind.
    #[track_caller]
    fn assert_hides(vins: &[&str], text: &str, hidden: &str) {
        let (sender, receiver) = mpsc::channel();
        let (noted, text) = (noted(vins), text.to_owned());
        thread::spawn(move || sender.send(noted.hide(&text)));
        let shown = receiver.recv_timeout(Duration::from_secs(30));
        assert_eq!(shown.as_deref(), Ok(hidden), "{vins:?}");
    }

    #[test]
    fn p_5_3_what_replaces_a_vin_is_not_searched() {
        for vin in [
            "vin hidden",
            "VIN hidden",
            "<VIN hidden>",
            "<vin hidden>",
            "<vin hid",
            "n hidden",
        ] {
            assert_hides(&[vin], &format!("a {vin}."), "a <VIN hidden>.");
            assert_hides(&[vin], "a <VIN hidden>.", "a <VIN hidden>.");
            assert_hides(
                &["xxxxxxxx", vin, "yyyyyyyy"],
                &format!("XXXXXXXX {vin}, yyyyyyyy 1M8GDM9AXKP042788"),
                "<VIN hidden> <VIN hidden>, <VIN hidden> <VIN hidden>",
            );
        }
        // None of what stands behind it either.
        assert_hides(&["hidden>…"], "<VIN hidden>…", "<VIN hidden>");
    }

    #[test]
    fn p_5_3_vins_that_overlap_are_one() {
        assert_hides(&["aaaaaaaa"], "baaaaaaaaaaab", "b<VIN hidden>b");
        assert_hides(&["abcabcab"], "abcabcabcab.", "<VIN hidden>.");
        for vins in [["12345678", "56789012"], ["56789012", "12345678"]] {
            assert_hides(&vins, "a123456789012b", "a<VIN hidden>b");
            assert_hides(&vins, "1234567856789012", "<VIN hidden><VIN hidden>");
        }
        assert_hides(&["12345678", "0123456789"], "0123456789", "<VIN hidden>");
        assert_hides(
            &["788 more"],
            "1M8GDM9AXKP042788 more text",
            "<VIN hidden> text",
        );
    }

    #[test]
    fn p_5_3_vins_are_found_in_texts_that_are_not_ascii() {
        assert_hides(&["ä34567é"], "ßÄ34567é ä34567éß", "ßÄ34567é <VIN hidden>ß");
        assert_hides(&["ABCDäfgh"], "İabcdäFGH€", "İ<VIN hidden>€");
        assert_hides(&["ééééé"], "xéééééé", "x<VIN hidden>");
    }

    #[test]
    fn p_5_3_vins_are_found_as_texts_escape_and_cut_them() {
        let vin = "ab\"c\\d\u{301}/e~f";
        assert_hides(&[vin], &format!("{vin:?}"), "\"<VIN hidden>\"");
        assert_hides(&[vin], "/ab\"c\\d\u{301}~1e~0f/x", "/<VIN hidden>/x");
        let long = "x".repeat(50);
        let cut = crate::privacy::shown(&format!("of {long}"));
        assert_hides(&[&long], &format!("{cut:?}"), "\"of <VIN hidden>…\"");
        assert_hides(&["0123456789"], "01234567…", "<VIN hidden>…");
        assert_hides(&["0123456789"], "0123456…", "0123456…");
        assert_hides(&["0123456789"], "012345678", "012345678");
    }

    #[test]
    fn p_5_3_short_texts_and_others_stay() {
        assert_hides(&["1234567"], "1234567", "1234567");
        assert_hides(&["12345678"], "12345678", "<VIN hidden>");
        assert_hides(&["12345678", ""], "a number", "a number");
        assert_hides(&[], "vin hidden", "vin hidden");
    }

    /// More than eight are not searched for: everything goes that may hold one.
    #[test]
    fn p_5_3_texts_show_nothing_where_there_are_too_many_vins() {
        let vins: Vec<_> = (0..=MOST)
            .map(|number| format!("vehicle {number}"))
            .collect();
        let few = noted(&vins[..MOST]);
        assert_eq!(few.hide("vehicle 7, 8"), "<VIN hidden>, 8");
        assert_eq!(few.hide_in_pointer("/a/vehicle 7"), "/a/<VIN hidden>");
        let many = noted(&vins);
        for vin in &vins {
            assert_eq!(many.hide(&format!("it is {vin}")), HIDDEN_VIN);
        }
        assert_eq!(many.hide("a second one"), HIDDEN_VIN);
        assert_eq!(many.hide("1234567"), "1234567");
        assert_eq!(
            many.hide_in_pointer("/vin/vehicle 8/0"),
            "/vin/<VIN hidden>/0"
        );
        // Short ones do not count.
        let mut few = noted(&vins[..MOST]);
        few.note("1234567");
        assert_eq!(few.hide("a second one"), "a second one");
    }

    /// What `hide` is to write, found by trying each place.
    fn hidden_by_trying(vins: &NotedVins, text: &str) -> String {
        let mut ranges: Vec<_> = vin_ranges(text).collect();
        for (at, _) in text.char_indices() {
            if text[at..].starts_with(HIDDEN_VIN) {
                ranges.push(at..at + HIDDEN_VIN.len());
            }
            for form in &vins.forms {
                let same = |end: &usize| {
                    let part = text.get(at..at + end);
                    part.is_some_and(|part| part.eq_ignore_ascii_case(&form[..*end]))
                };
                let cut = |end: &usize| text[at + end..].starts_with('…');
                let ends = (LEAST..form.len()).filter(|end| form.is_char_boundary(*end));
                let cuts = ends.filter(|end| same(end) && cut(end));
                let whole = Some(form.len()).filter(same);
                ranges.extend(cuts.chain(whole).map(|end| at..at + end));
            }
        }
        ranges.sort_by_key(|range| (range.start, range.end));
        let mut hidden = String::new();
        let mut copied = 0;
        for range in ranges {
            if range.start >= copied {
                hidden += &text[copied..range.start];
                hidden += HIDDEN_VIN;
            }
            copied = copied.max(range.end);
        }
        hidden + &text[copied..]
    }

    /// Texts of few characters, which repeat and overlap, and of the library's own.
    fn text() -> impl Strategy<Value = String> {
        let parts = vec![
            HIDDEN_VIN,
            "<vin hidden>",
            "VIN HIDDEN",
            "<VIN ",
            "hidden>",
            "hidden",
            "vin",
            "…",
            "\"",
            "\\",
            "/",
            "~1",
            "ä",
            "\u{301}",
            "expected ",
            "found ",
            "1M8GDM9AXKP042788",
        ];
        prop_oneof![
            "[ab]{0,40}",
            "[aAé…]{0,20}",
            "a{0,60}",
            vec(select(parts), 0..6).prop_map(|parts| parts.concat()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn p_5_3_hiding_is_linear_and_complete(
            vins in vec(text(), 0..=MOST),
            parts in vec(text(), 0..4),
            own in vec(any::<prop::sample::Index>(), 0..3),
        ) {
            let mut text = parts.concat();
            for index in own.iter().filter(|_| !vins.is_empty()) {
                text += &vins[index.index(vins.len())];
            }
            let noted = noted(&vins);
            let (hidden, steps) = noted.hide_in_steps(&text);
            // Four comparisons for each byte, and its range, in each of three forms; what
            // has a VIN's shape or has been hidden takes more than one byte.
            prop_assert!(steps <= (3 * 5 * vins.len() + 1) * text.len(), "{steps} steps");
            prop_assert_eq!(&hidden, &hidden_by_trying(&noted, &text));
            for part in hidden.split(HIDDEN_VIN) {
                let part = part.to_ascii_lowercase();
                prop_assert!(!noted.forms.iter().any(|form| part.contains(form.as_str())));
            }
        }
    }

    /// What makes a search that starts again at each byte slow, at a payload's size.
    #[test]
    fn p_5_3_hiding_is_linear_in_the_worst_case() {
        let text = "a".repeat(64 * 1024);
        let almost = format!("{}b", "a".repeat(32 * 1024));
        let (shown, steps) = noted(&[&almost]).hide_in_steps(&text);
        assert_eq!(shown, text);
        assert!(steps <= 4 * text.len(), "{steps} steps");
        let (shown, steps) = noted(&["aaaaaaaa"]).hide_in_steps(&text);
        assert_eq!(shown, HIDDEN_VIN);
        assert!(steps <= 4 * text.len(), "{steps} steps");
    }
}
