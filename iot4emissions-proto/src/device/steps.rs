//! The sequence of a connection (P-6.4, P-6.5): every step, what may happen in it, and what
//! comes next. The second table of the device, beside the [states](super::state).

use crate::delivery::BrokerRole;

/// What a connection waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// For the CONNACK.
    Connecting,
    /// For the SUBACK.
    Subscribing,
    /// For the retained Registration Status.
    AwaitingRegistration,
    /// For VIN and attributes from the vehicle.
    ReadingVehicle,
    /// For the Registration Service's answer to the request.
    AwaitingAnswer,
    /// For the retained Configuration Status.
    AwaitingConfiguration,
    /// For the PUBACK of a Data Transfer.
    AwaitingAcknowledgement,
}

impl Step {
    /// All steps.
    pub const ALL: [Self; 7] = [
        Self::Connecting,
        Self::Subscribing,
        Self::AwaitingRegistration,
        Self::ReadingVehicle,
        Self::AwaitingAnswer,
        Self::AwaitingConfiguration,
        Self::AwaitingAcknowledgement,
    ];
}

/// What happens in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// CONNACK 0.
    Connected,
    /// The subscription was accepted by this broker.
    Subscribed(BrokerRole),
    /// The subscription was refused.
    SubscribeRefused,
    /// A Registration Status `registered`.
    Registered,
    /// A live Registration Status `error`.
    RegistrationRefused,
    /// VIN and attributes are there.
    VehicleRead,
    /// The vehicle gave none, or such as must not be sent.
    VehicleUnreadable,
    /// A configuration was applied.
    ConfigurationApplied,
    /// A configuration came and changed nothing, while a subscription was not answered yet.
    ConfigurationCame,
    /// The configuration is known, and a Data Transfer was published.
    Published,
    /// The configuration is known, and nothing more is to be published.
    NothingToPublish,
    /// There is no configuration at all.
    Unconfigured,
    /// The broker refused a publish.
    PublishRefused,
    /// The step took too long, or has waited long enough.
    Expired,
    /// The connection ended.
    Lost,
}

impl Signal {
    /// All signals.
    pub const ALL: [Self; 16] = [
        Self::Connected,
        Self::Subscribed(BrokerRole::Registration),
        Self::Subscribed(BrokerRole::Data),
        Self::SubscribeRefused,
        Self::Registered,
        Self::RegistrationRefused,
        Self::VehicleRead,
        Self::VehicleUnreadable,
        Self::ConfigurationApplied,
        Self::ConfigurationCame,
        Self::Published,
        Self::NothingToPublish,
        Self::Unconfigured,
        Self::PublishRefused,
        Self::Expired,
        Self::Lost,
    ];
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Next {
    /// Another step, or the same one anew.
    Step(Step),
    /// The end, with the work done.
    Done,
    /// The end, with the work undone: it is tried again after the back-off (P-6.14).
    Undone,
}

/// A row of the table of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StepTransition {
    /// The row's name, `S-1` to `S-18`.
    pub rule: &'static str,
    /// What comes next.
    pub next: Next,
}

/// The table of steps: what `signal` leads to in `step`, `None` where it means nothing.
#[must_use]
#[inline]
#[rustfmt::skip] // One row a line, to be read beside the table.
pub const fn step(step: Step, signal: Signal) -> Option<StepTransition> {
    use Signal as On;
    use Step::{AwaitingAcknowledgement, AwaitingAnswer, AwaitingConfiguration, AwaitingRegistration, Connecting, ReadingVehicle, Subscribing};
    const REGISTRATION: BrokerRole = BrokerRole::Registration;
    const DATA: BrokerRole = BrokerRole::Data;

    let (rule, next) = match (step, signal) {
        (Connecting, On::Connected) => ("S-1", Next::Step(Subscribing)),
        (Subscribing, On::Subscribed(REGISTRATION)) => ("S-2", Next::Step(AwaitingRegistration)),
        (Subscribing, On::Subscribed(DATA)) => ("S-3", Next::Step(AwaitingConfiguration)),
        (Subscribing, On::SubscribeRefused) => ("S-4", Next::Undone),
        (Subscribing | AwaitingRegistration | ReadingVehicle | AwaitingAnswer, On::Registered) => ("S-5", Next::Done),
        (AwaitingRegistration, On::Expired) => ("S-6", Next::Step(ReadingVehicle)),
        (ReadingVehicle, On::VehicleRead) => ("S-7", Next::Step(AwaitingAnswer)),
        (ReadingVehicle, On::VehicleUnreadable | On::Expired) => ("S-8", Next::Undone),
        (AwaitingAnswer, On::RegistrationRefused | On::PublishRefused | On::Expired) => ("S-9", Next::Undone),
        (Subscribing | AwaitingConfiguration | AwaitingAcknowledgement, On::ConfigurationApplied) => ("S-10", Next::Done),
        (Subscribing, On::ConfigurationCame) => ("S-11", Next::Step(Subscribing)),
        (AwaitingConfiguration, On::Published) => ("S-12", Next::Step(AwaitingAcknowledgement)),
        (AwaitingConfiguration, On::NothingToPublish) => ("S-13", Next::Done),
        (AwaitingConfiguration, On::Unconfigured) => ("S-14", Next::Undone),
        (AwaitingAcknowledgement, On::Published) => ("S-15", Next::Step(AwaitingAcknowledgement)),
        (AwaitingAcknowledgement, On::NothingToPublish) => ("S-16", Next::Done),
        (AwaitingAcknowledgement, On::PublishRefused | On::Expired) => ("S-17", Next::Undone),
        (Connecting | Subscribing, On::Expired) => ("S-18", Next::Undone),
        (Connecting | Subscribing | AwaitingRegistration | ReadingVehicle | AwaitingAnswer | AwaitingConfiguration | AwaitingAcknowledgement, On::Lost) => ("S-18", Next::Undone),

        (Connecting, On::Subscribed(_) | On::SubscribeRefused | On::Registered | On::RegistrationRefused | On::VehicleRead | On::VehicleUnreadable | On::ConfigurationApplied | On::ConfigurationCame | On::Published | On::NothingToPublish | On::Unconfigured | On::PublishRefused)
        | (Subscribing, On::Connected | On::RegistrationRefused | On::VehicleRead | On::VehicleUnreadable | On::Published | On::NothingToPublish | On::Unconfigured | On::PublishRefused)
        | (AwaitingRegistration, On::Connected | On::Subscribed(_) | On::SubscribeRefused | On::RegistrationRefused | On::VehicleRead | On::VehicleUnreadable | On::ConfigurationApplied | On::ConfigurationCame | On::Published | On::NothingToPublish | On::Unconfigured | On::PublishRefused)
        | (ReadingVehicle, On::Connected | On::Subscribed(_) | On::SubscribeRefused | On::RegistrationRefused | On::ConfigurationApplied | On::ConfigurationCame | On::Published | On::NothingToPublish | On::Unconfigured | On::PublishRefused)
        | (AwaitingAnswer, On::Connected | On::Subscribed(_) | On::SubscribeRefused | On::VehicleRead | On::VehicleUnreadable | On::ConfigurationApplied | On::ConfigurationCame | On::Published | On::NothingToPublish | On::Unconfigured)
        // What is awaited and does not come is no configuration, which P-6.5 says what to do about.
        | (AwaitingConfiguration, On::Connected | On::Subscribed(_) | On::SubscribeRefused | On::Registered | On::RegistrationRefused | On::VehicleRead | On::VehicleUnreadable | On::ConfigurationCame | On::PublishRefused | On::Expired)
        | (AwaitingAcknowledgement, On::Connected | On::Subscribed(_) | On::SubscribeRefused | On::Registered | On::RegistrationRefused | On::VehicleRead | On::VehicleUnreadable | On::ConfigurationCame | On::Unconfigured) => return None,
    };
    Some(StepTransition { rule, next })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A connection that could not be lost would be waited for for ever.
    #[test]
    fn s_18_every_step_ends_with_the_connection() {
        for from in Step::ALL {
            let row = step(from, Signal::Lost).unwrap();
            assert_eq!((row.rule, row.next), ("S-18", Next::Undone));
        }
    }

    #[test]
    fn p_6_5_nothing_is_published_before_the_configuration_is_known() {
        for from in Step::ALL {
            let published = step(from, Signal::Published).is_some();
            let known = matches!(
                from,
                Step::AwaitingConfiguration | Step::AwaitingAcknowledgement
            );
            assert_eq!(published, known, "{from:?}");
        }
    }

    #[test]
    fn every_row_of_the_table_is_there() {
        let mut rules: Vec<_> = Step::ALL
            .into_iter()
            .flat_map(|from| Signal::ALL.map(|signal| step(from, signal)))
            .flatten()
            .map(|row| row.rule)
            .collect();
        rules.sort_by_key(|rule| rule[2..].parse::<u8>().unwrap());
        rules.dedup();
        let expected: Vec<_> = (1..=18).map(|number| format!("S-{number}")).collect();
        assert_eq!(rules, expected);
    }
}
