//! Placeholder.
/// p
pub struct Principal;
impl Principal {
    /// p
    pub fn from_name() {}
}
