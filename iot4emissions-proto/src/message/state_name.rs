//! Device state names on the wire and their spellings (P-5.4, P-5.20, P-5.30).

/// A name that the report gives to a device state or a registration status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StateName {
    PreProvisioning,
    Provisioned,
    Registered,
    Error,
    Initialized,
    Operational,
    Standby,
}

impl StateName {
    /// Each name's canonical spelling, then the report's others; all in lower case.
    pub(crate) const SPELLINGS: [(Self, &'static str); 9] = [
        (Self::PreProvisioning, "pre-provisioning"),
        (Self::Provisioned, "provisioned"),
        (Self::Registered, "registered"),
        (Self::Error, "error"),
        (Self::Initialized, "initialized"),
        (Self::Operational, "operational"),
        (Self::Standby, "standby"),
        (Self::Initialized, "initialised"),
        (Self::Standby, "stand-by"),
    ];

    /// The state that `text` names in any of the report's spellings: letter case,
    /// `initialised`, `stand-by` and `standBy` (JRC127600 §1.3.2).
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::SPELLINGS
            .into_iter()
            .find(|(_, name)| name.eq_ignore_ascii_case(text))
            .map(|(state, _)| state)
    }

    /// The canonical spelling.
    pub(crate) fn as_str(self) -> &'static str {
        Self::SPELLINGS
            .into_iter()
            .find(|(state, _)| *state == self)
            .map_or("", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_5_4_spellings() {
        for (text, state) in [
            ("initialized", StateName::Initialized),
            ("initialised", StateName::Initialized),
            ("INITIALISED", StateName::Initialized),
            ("standby", StateName::Standby),
            ("stand-by", StateName::Standby),
            ("standBy", StateName::Standby),
            ("Registered", StateName::Registered),
            ("ERROR", StateName::Error),
            ("Operational", StateName::Operational),
        ] {
            assert_eq!(StateName::parse(text), Some(state), "{text}");
        }
        for text in ["", " registered", "stand by", "stand--by", "initialise"] {
            assert_eq!(StateName::parse(text), None, "{text}");
        }
    }
}
