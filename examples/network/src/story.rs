//! What happens to each vehicle, and when: its registration, its owner's consent, an
//! operator's pause (JRC127600 §4.2, P-7.4). All of it follows from the seed.

use iot4emissions_proto::services::registration::Country;

use crate::fleet::{Draws, Purpose};

/// Something that a registrar, a consent manager or an operator does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The device gets its certificate and its factory configuration (T-1).
    Provisioned,
    /// A registrar registers the vehicle.
    Registered {
        /// Where.
        country: Country,
        /// Whether its owner consents.
        consent: bool,
    },
    /// The consent manager says what the owner wants now.
    ConsentChanged {
        /// Whether the owner consents.
        consent: bool,
    },
    /// An operator pauses the vehicle's data collection, or resumes it.
    Paused {
        /// Whether it is paused.
        paused: bool,
    },
    /// The vehicle leaves the Union.
    Left,
}

/// A vehicle's steps by day of the calendar, from 0, in order.
pub type Story = Vec<(u32, Step)>;

/// What kind of life a vehicle leads.
#[derive(Clone, Copy)]
enum Life {
    Plain,
    Paused,
    ConsentWithdrawn,
    ConsentLate,
    OutsideTheUnion,
    LeavesTheUnion,
}

/// The first vehicles show every kind of life, so that a small fleet has all of them.
const FIRST: [Life; 6] = [
    Life::Paused,
    Life::ConsentWithdrawn,
    Life::Plain,
    Life::ConsentLate,
    Life::OutsideTheUnion,
    Life::LeavesTheUnion,
];

const COUNTRIES: [&str; 8] = ["DE", "FR", "IT", "ES", "PL", "NL", "SE", "GR"];

/// The story of the vehicle at `index`.
#[must_use]
pub fn story(seed: u64, index: u32) -> Story {
    let mut draws = Draws::new(seed, Purpose::Story, index);
    let life = FIRST
        .get(index as usize)
        .copied()
        .unwrap_or_else(|| match draws.below(100) {
            0..60 => Life::Plain,
            60..73 => Life::Paused,
            73..83 => Life::ConsentWithdrawn,
            83..93 => Life::ConsentLate,
            93..97 => Life::OutsideTheUnion,
            _ => Life::LeavesTheUnion,
        });
    let provisioned = draws.below(14);
    let registered = provisioned + 2 + draws.below(15);
    let place = draws.below(COUNTRIES.len() as u32) as usize;
    let code = match life {
        Life::OutsideTheUnion => "CH",
        _ => COUNTRIES[place],
    };
    let mut story = vec![(provisioned, Step::Provisioned)];
    // The codes above are well formed.
    if let Ok(country) = code.parse() {
        let consent = !matches!(life, Life::ConsentLate);
        story.push((registered, Step::Registered { country, consent }));
    }
    match life {
        Life::Plain | Life::OutsideTheUnion => {}
        Life::Paused => {
            let paused = 140 + draws.below(30);
            let resumed = paused + 40 + draws.below(30);
            story.push((paused, Step::Paused { paused: true }));
            story.push((resumed, Step::Paused { paused: false }));
        }
        Life::ConsentWithdrawn => {
            let withdrawn = 220 + draws.below(25);
            story.push((withdrawn, Step::ConsentChanged { consent: false }));
        }
        Life::ConsentLate => {
            let given = registered + 30 + draws.below(60);
            story.push((given, Step::ConsentChanged { consent: true }));
        }
        Life::LeavesTheUnion => story.push((230 + draws.below(60), Step::Left)),
    }
    story
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_follow_from_the_seed_and_run_forward() {
        for index in 0..200 {
            let story = story(7, index);
            assert_eq!(story, super::story(7, index));
            assert_eq!(story[0].1, Step::Provisioned);
            assert!(story.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
        assert_ne!(story(7, 2), story(8, 2));
    }

    #[test]
    fn six_vehicles_show_every_kind_of_life() {
        let steps: Vec<Step> = (0..6)
            .flat_map(|index| story(1, index))
            .map(|(_, step)| step)
            .collect();
        for wanted in [
            Step::Paused { paused: true },
            Step::Paused { paused: false },
            Step::ConsentChanged { consent: false },
            Step::ConsentChanged { consent: true },
            Step::Left,
        ] {
            assert!(steps.contains(&wanted), "{wanted:?}");
        }
    }
}
