//! What reading costs, counted where a test asks for it: in steps and in bytes of memory,
//! not in seconds, which depend on the machine.

/// Notes that so many bytes, members or elements have been looked at.
#[cfg(not(test))]
#[inline(always)]
pub(crate) const fn steps(_: usize) {}

#[cfg(test)]
pub(crate) use counted::{Cost, of, steps};

#[cfg(test)]
mod search;

#[cfg(test)]
mod counted {
    use std::cell::Cell;

    thread_local! {
        static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn steps(count: usize) {
        STEPS.set(STEPS.get() + count);
    }

    /// What a call cost.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub(crate) struct Cost {
        /// As [`steps`] counted them, and one for each eight bytes of memory that were asked
        /// for, in however many pieces.
        pub(crate) steps: usize,
        /// The most memory that was held at once, in bytes.
        pub(crate) bytes: usize,
    }

    /// What `call` cost; what it gives is given up in it.
    pub(crate) fn of<T>(call: impl FnOnce() -> T) -> Cost {
        let before = STEPS.get();
        let memory = allocation_counter::measure(|| drop(call()));
        Cost {
            steps: STEPS.get() - before + memory.bytes_total as usize / 8,
            bytes: memory.bytes_max as usize,
        }
    }
}
