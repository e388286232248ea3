//! The access rules, as the broker asks for them.

/// Who may do what (P-4.1, P-4.2). The broker asks before every step and knows
/// no rule itself; default is deny, so an implementation answers `true` only
/// where a rule grants something.
///
/// A principal is the common name of a certificate that the broker's CA issued
/// and that equals the MQTT client id: the broker has checked both before it
/// asks anything.
pub trait Rights: Send + Sync + 'static {
    /// May this principal connect at all?
    fn connect(&self, common_name: &str) -> bool;

    /// May it publish to this topic, retained or not?
    fn publish(&self, common_name: &str, topic: &str, retain: bool) -> bool;

    /// May it subscribe this filter?
    fn subscribe(&self, common_name: &str, filter: &str) -> bool;

    /// May this message be delivered to it?
    fn receive(&self, common_name: &str, topic: &str) -> bool;
}
