//! What comparing a broker's decisions with the rules came to.

use std::collections::{BTreeMap, BTreeSet};

use crate::differences::{DIFFERENCES, Enforced};
use crate::question::Question;

/// What a comparison found.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// How many decisions were compared.
    pub(crate) decisions: usize,
    /// How often each named difference occurred.
    pub(crate) occurred: BTreeMap<&'static str, usize>,
    /// What no name explains, as texts.
    pub(crate) unexplained: Vec<String>,
}

impl Outcome {
    /// Compares one decision.
    pub(crate) fn record(&mut self, format: Enforced, question: &Question<'_>, found: bool) {
        self.decisions += 1;
        let expected = question.expected();
        let named = DIFFERENCES
            .iter()
            .find(|difference| difference.is_about(format, question));
        if let Some(difference) = named {
            *self.occurred.entry(difference.name).or_default() += 1;
        }
        if found != (named.is_some() != expected) {
            self.unexplained.push(format!(
                "{format:?} {question:?}: expected {expected}, named {:?}, found {found}",
                named.map(|difference| difference.name)
            ));
        }
    }

    /// Adds another broker's.
    pub(crate) fn add(&mut self, other: Self) {
        self.decisions += other.decisions;
        self.unexplained.extend(other.unexplained);
        for (name, times) in other.occurred {
            *self.occurred.entry(name).or_default() += times;
        }
    }

    /// Panics unless the names explain all there is, and each listed name something.
    #[expect(
        clippy::print_stderr,
        reason = "how much a proof has seen is part of it"
    )]
    pub(crate) fn prove(&self, format: Enforced) {
        eprintln!(
            "{format:?}: {} decisions compared, named differences {:?}",
            self.decisions, self.occurred
        );
        let unexplained = &self.unexplained;
        assert!(
            unexplained.is_empty(),
            "{} of {} decisions; the first:\n{}",
            unexplained.len(),
            self.decisions,
            unexplained[..unexplained.len().min(40)].join("\n")
        );
        assert_eq!(
            listed(format),
            self.occurred.keys().copied().collect(),
            "{format:?}: what is listed, and what occurs"
        );
    }
}

/// The names of the differences that are listed for a format.
pub(crate) fn listed(format: Enforced) -> BTreeSet<&'static str> {
    DIFFERENCES
        .iter()
        .filter(|difference| difference.formats.contains(&format))
        .map(|difference| difference.name)
        .collect()
}
