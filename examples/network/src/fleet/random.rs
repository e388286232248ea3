//! What a fleet's numbers are drawn for.

pub(crate) use draws::Draws;

/// What numbers are drawn for: each purpose and index has a stream of its own,
/// so that no vehicle depends on how many others there are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// What all vehicles of a fleet share.
    Fleet,
    /// One vehicle's identity and behaviour.
    Vehicle,
    /// The order of the vehicle types in one deck.
    Deck,
    /// What happens to one vehicle.
    Story,
    /// What fails on one vehicle's day.
    Faults,
    /// When the brokers are killed on one day.
    Kills,
    /// What one vehicle's device keeps to itself.
    Secret,
    /// The ID by which the Data Service knows it, where that is another one.
    Pseudonym,
    /// What that is sealed with.
    Sealing,
}

impl From<Purpose> for u32 {
    fn from(purpose: Purpose) -> Self {
        purpose as Self
    }
}
