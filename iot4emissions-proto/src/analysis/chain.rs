//! The longest chain of snapshots each of which may follow the one before.

/// How many snapshots back a predecessor is looked for, beside the end of the longest chain
/// before those: the cost stays in proportion to the number of snapshots.
const WINDOW: usize = 32;

/// A snapshot's best chain so far.
#[derive(Debug, Clone, Copy)]
struct Link {
    length: usize,
    before: Option<usize>,
}

/// The places of the longest chain among `count` snapshots in ascending order: those that
/// `alone` excludes are in none, and `may_follow(earlier, later)` says which may be
/// neighbours. Of several longest chains, the one that ends first, and of several before the
/// same end the one that begins first.
pub(super) fn longest(
    count: usize,
    alone: impl Fn(usize) -> bool,
    may_follow: impl Fn(usize, usize) -> bool,
) -> Vec<usize> {
    let mut links: Vec<Option<Link>> = Vec::with_capacity(count);
    // The end of the longest chain, and the same before the window.
    let mut best: Option<usize> = None;
    let mut best_before: Option<usize> = None;
    let longer = |links: &[Option<Link>], one: Option<usize>, other: usize| {
        let length = |place: usize| links[place].map_or(0, |link| link.length);
        match one {
            Some(one) if length(one) >= length(other) => Some(one),
            _ => Some(other),
        }
    };
    for place in 0..count {
        if let Some(left) = place.checked_sub(WINDOW + 1).filter(|left| alone(*left)) {
            best_before = longer(&links, best_before, left);
        }
        if !alone(place) {
            links.push(None);
            continue;
        }
        let recent = (place.saturating_sub(WINDOW)..place).rev();
        // The first of those with equally long chains: what was seen first stands.
        let before = recent
            .chain(best_before)
            .filter_map(|earlier| Some((earlier, links[earlier]?.length)))
            .filter(|(earlier, _)| may_follow(*earlier, place))
            .fold(None, |best: Option<(usize, usize)>, one| match best {
                Some(best) if best.1 > one.1 => Some(best),
                _ => Some(one),
            });
        links.push(Some(Link {
            length: before.map_or(1, |(_, length)| length + 1),
            before: before.map(|(earlier, _)| earlier),
        }));
        best = longer(&links, best, place);
    }
    let mut chain = Vec::new();
    while let Some(place) = best {
        chain.push(place);
        best = links[place].and_then(|link| link.before);
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growing(values: &[i64]) -> Vec<i64> {
        let places = longest(
            values.len(),
            |place| values[place] >= 0,
            |a, b| (0..=10).contains(&(values[b] - values[a])),
        );
        places.into_iter().map(|place| values[place]).collect()
    }

    #[test]
    fn what_most_others_agree_with() {
        assert_eq!(growing(&[]), [0; 0]);
        assert_eq!(growing(&[-1, 5, -1]), [5]);
        assert_eq!(growing(&[1, 2, 3]), [1, 2, 3]);
        // The first is wrong, one in the middle is, and of two alone the first counts.
        assert_eq!(growing(&[90, 1, 2, 3]), [1, 2, 3]);
        assert_eq!(growing(&[1, 2, 9, 3, 4]), [1, 2, 3, 4]);
        assert_eq!(growing(&[90, 1]), [90]);
    }

    #[test]
    fn a_long_run_of_wrong_ones_costs_nothing_else() {
        let right = |from: i64| (0..60).map(move |n| from + n / 30);
        let wrong = (0..50).map(|n| 1000 + n);
        let values: Vec<i64> = right(1).chain(wrong).chain(right(3)).collect();
        let found = growing(&values);
        assert_eq!(found.len(), 120);
        assert!(found.iter().all(|value| *value < 10));
    }

    /// The cost is in proportion to the number of rows.
    #[test]
    fn few_are_compared() {
        use std::cell::Cell;
        let compared = Cell::new(0);
        longest(
            10_000,
            |_| true,
            |_, _| {
                compared.set(compared.get() + 1);
                false
            },
        );
        assert!(
            compared.get() <= 10_000 * (WINDOW + 1),
            "{}",
            compared.get()
        );
    }
}
