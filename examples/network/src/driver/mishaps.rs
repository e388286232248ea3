//! What goes wrong in a vehicle.

/// What is to go wrong: each at most once, at the output with this number, from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mishaps {
    /// Before this output is carried out, the device loses power.
    pub power_loss: Option<u32>,
    /// This Persist cannot be carried out (P-6.2).
    pub failed_persist: Option<u32>,
}

impl Mishaps {
    pub(super) fn power_fails(&mut self) -> bool {
        count_down(&mut self.power_loss)
    }

    pub(super) fn persist_fails(&mut self) -> bool {
        count_down(&mut self.failed_persist)
    }
}

fn count_down(left: &mut Option<u32>) -> bool {
    match left {
        None => false,
        Some(0) => {
            *left = None;
            true
        }
        Some(number) => {
            *number -= 1;
            false
        }
    }
}
