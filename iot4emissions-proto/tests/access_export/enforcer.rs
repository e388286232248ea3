//! What an evaluator of a broker's rules answers, and MQTT's own matching.
//!
//! Nothing here comes from the library: the matching is written once more, from
//! MQTT 3.1.1 §4.7 and from what the brokers document of theirs.

/// A broker with its exported rules. Principals are the names in certificates.
pub(crate) trait Enforcer {
    /// May it publish?
    fn publish(&self, name: &str, topic: &str, retain: bool) -> bool;

    /// Is its SUBSCRIBE granted?
    fn subscribe(&self, name: &str, filter: &str) -> bool;

    /// Is a message on this topic delivered to it, if it has subscribed?
    /// `None` where the broker asks nothing at that point.
    fn receive(&self, name: &str, topic: &str) -> Option<bool>;

    /// The filter that messages are matched against once a SUBSCRIBE for
    /// `filter` is granted, where it is not the same text.
    fn bound(&self, filter: &str) -> String {
        unshared(filter).to_owned()
    }
}

/// The filter in a shared subscription, or the filter itself.
pub(crate) fn unshared(filter: &str) -> &str {
    match filter.strip_prefix("$share/") {
        Some(rest) => rest.split_once('/').map_or("", |(_, filter)| filter),
        None => filter,
    }
}

/// Whether a filter matches a topic (MQTT 3.1.1 §4.7).
pub(crate) fn matches(filter: &str, topic: &str) -> bool {
    if topic.starts_with('$') && filter.starts_with(['+', '#']) {
        return false;
    }
    let mut levels = topic.split('/');
    for wanted in filter.split('/') {
        if wanted == "#" {
            return true;
        }
        match levels.next() {
            Some(_) if wanted == "+" => {}
            Some(level) if level == wanted => {}
            _ => return false,
        }
    }
    levels.next().is_none()
}

/// Whether every topic that `narrow` matches is one that `wide` matches, level
/// by level, as brokers with a "subscribe pattern" decide it.
pub(crate) fn covers(wide: &str, narrow: &str) -> bool {
    if narrow.starts_with('$') != wide.starts_with('$') && wide != "#" {
        return false;
    }
    let mut levels = narrow.split('/');
    for wanted in wide.split('/') {
        match (wanted, levels.next()) {
            ("#", _) => return true,
            ("+", Some(level)) if level != "#" => {}
            (wanted, Some(level)) if wanted == level => {}
            _ => return false,
        }
    }
    levels.next().is_none()
}

/// Whether a text contains what MQTT 3.1.1 §1.5.3 lets a receiver close the connection
/// for.
pub(crate) fn has_control_character(text: &str) -> bool {
    text.chars().any(char::is_control)
}
