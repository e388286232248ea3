//! The fewest vehicles of a group (P-10.5).

use std::num::NonZeroU32;

/// How many vehicles a group has at least: 10 by default, never fewer than 3 (P-10.5). In a
/// group of two, each owner takes himself away and reads the other one's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MinVehicles(NonZeroU32);

/// Too few vehicles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected at least 3 vehicles a group, found {found}")]
pub struct MinVehiclesError {
    /// What was asked for.
    pub found: u32,
}

impl MinVehiclesError {
    /// The stable code, `too-few`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "too-few"
    }
}

impl MinVehicles {
    /// At least so many.
    ///
    /// # Errors
    /// Fewer than 3.
    pub const fn new(vehicles: u32) -> Result<Self, MinVehiclesError> {
        match (vehicles, NonZeroU32::new(vehicles)) {
            (3.., Some(vehicles)) => Ok(Self(vehicles)),
            (found, _) => Err(MinVehiclesError { found }),
        }
    }

    /// How many.
    #[must_use]
    pub const fn vehicles(self) -> u32 {
        self.0.get()
    }
}

impl Default for MinVehicles {
    fn default() -> Self {
        const TEN: NonZeroU32 = NonZeroU32::new(10).unwrap();
        Self(TEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_10_5_ten_by_default_and_three_at_least() {
        assert_eq!(MinVehicles::default().vehicles(), 10);
        assert_eq!(MinVehicles::new(3).unwrap().vehicles(), 3);
        assert_eq!(
            MinVehicles::new(2).unwrap_err().to_string(),
            "expected at least 3 vehicles a group, found 2"
        );
        assert!(MinVehicles::new(0).is_err());
    }
}
