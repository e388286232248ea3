//! The segments of a device's data (P-7.13).

use iot4emissions_proto::services::data as core;

use crate::convert::many::Many;
use crate::convert::time::Seconds;
use crate::mirror::Mirror;
use crate::value_class::value_class;

value_class! { "iot4emissions.services.data";
    /// When the segments of a device's data began (P-7.13): what lies in one of them may be read
    /// as one series, as it is one owner's. The first, 0, began with the introduction.
    ///
    /// >>> segments = Segments(begun=[now])
    /// >>> segments.present(), segments.of(now), segments.of(now - timedelta(days=1))
    /// (1, 1, 0)
    Segments {
        /// How many segments began before those whose times are kept.
        first: u32 = 0,
        /// When the later ones began: any iterable of aware `datetime`s in whole seconds, kept
        /// as a tuple, ascending, the latest 64.
        begun: Many<Seconds> = NONE,
    } => {
        /// The number of the segment that goes on now (P-7.13).
        ///
        /// >>> Segments().present()
        /// 0
        fn present(&self) -> u32 {
            self.to_core().present()
        }

        /// The number of the segment that a snapshot belongs to, by when it was acquired, an
        /// aware `datetime` (P-7.13).
        ///
        /// >>> Segments().of(now)
        /// 0
        #[pyo3(name = "of")]
        fn number_of(&self, acquired: crate::convert::time::WithinSecond) -> u32 {
            self.to_core().of(acquired.0)
        }
    }
}

const NONE: Many<Seconds> = Many(Vec::new());

/// A record's segments before any later one began.
pub(crate) const UNDIVIDED: Segments = Segments {
    first: 0,
    begun: NONE,
};

impl Mirror for Segments {
    type Core = core::Segments;

    fn of(core: core::Segments) -> Self {
        let begun = core.begun().iter().copied().map(Seconds).collect();
        Self {
            first: core.first(),
            begun: Many(begun),
        }
    }

    fn to_core(&self) -> core::Segments {
        let begun = self.begun.0.iter().map(|begun| begun.0).collect();
        core::Segments::from_parts(self.first, begun)
    }
}
