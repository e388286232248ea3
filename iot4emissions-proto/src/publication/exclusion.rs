//! Why a vehicle or a month of one is not published: codes as data.

macro_rules! exclusions {
    ($(#[$about:meta])* $type:ident { $($(#[$of:meta])* $variant:ident => $code:literal;)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $type {
            $($(#[$of])* $variant),+
        }

        impl $type {
            /// All of them.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$variant),+];

            /// The stable code.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),+
                }
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

exclusions! {
    /// Why nothing of a vehicle is published, whatever its group (P-10.1).
    VehicleExclusion {
        /// `not-cleared`: it is suspended, or was never cleared.
        NotCleared => "not-cleared";
        /// `unknown-vehicle`: nobody says whether it is cleared.
        UnknownVehicle => "unknown-vehicle";
        /// `no-month`: it has no month of which the growth is known.
        NoMonth => "no-month";
    }
}

exclusions! {
    /// Why a month in which a vehicle has a snapshot that stands is not published, whatever its
    /// group (P-10.3).
    MonthExclusion {
        /// `outside`: the publication is about other months.
        Outside => "outside";
        /// `unfinished`: the owner's time has no later month with a snapshot.
        Unfinished => "unfinished";
        /// `months-missing`: the next month has no snapshot, or none within
        /// [`LONGEST_MONTH`](crate::analysis::LONGEST_MONTH).
        MonthsMissing => "months-missing";
        /// `reset`: all counters restarted before the next month's first snapshot.
        Reset => "reset";
        /// `new-vehicle`: the odometer shows less than 1,000 km at its beginning, so that what
        /// grew since is nearly a total, and so would the sum of all months be.
        NewVehicle => "new-vehicle";
        /// `decrease`: a counter is lower at the next month's first snapshot.
        Decrease => "decrease";
        /// `no-counter`: no counter is in both snapshots.
        NoCounter => "no-counter";
    }
}
