//! What a life's numbers are drawn for.

pub(crate) use draws::Draws;

/// What numbers are drawn for: each purpose and device has a stream of its own, so that no
/// device depends on how many others there are, nor on which thread plays it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// What all devices share.
    Fleet,
    /// A device's habits.
    Habits,
    /// What befalls a device, and when.
    Plan,
    /// What happens on each of its connections, and how long things take.
    Life,
}

impl From<Purpose> for u32 {
    fn from(purpose: Purpose) -> Self {
        purpose as Self
    }
}
