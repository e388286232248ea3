//! Any sequence of inputs, nonsensical ones too. What holds always is checked by the
//! world after every input: Persist comes first, accounts balance and nothing
//! vanishes, one connection at a time, publishes only where they may be.

use iot4emissions_proto::device::{
    ConnectionNumber, DisconnectReason, Input, Output, PublishNumber, ReasonCode, RequestNumber,
    Settings, SettingsValues,
};
use iot4emissions_proto::message::{ConfigurationStatus, ConfiguredState};
use iot4emissions_proto::time::UnixMillis;
use iot4emissions_proto::topic::TopicKind;
use proptest::prelude::*;

use crate::factory::{
    DAY, DEVICE, START, configured, endpoint, operational, provisioning, rules, settings, values,
    vehicle, with,
};
use crate::service::Service;
use crate::world::{Link, World, message};

#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Anything, fitting or not.
    Input(Input),
    /// What fits the open connection, if there is one.
    Connected,
    Subscribed(bool),
    Disconnected,
    Message(TopicKind, String, bool),
    /// A PUBACK of the last publish, or of one before it.
    Acknowledge(u32),
    Acquired(u32),
    /// Time passes, or goes back; then something happens.
    Time(i64),
    Sleep,
    Disk(bool),
    LosePower,
}

fn configuration() -> impl Strategy<Value = ConfigurationStatus> {
    let state = prop_oneof![
        Just(ConfiguredState::Initialized),
        Just(ConfiguredState::Operational),
        Just(ConfiguredState::Operational),
        Just(ConfiguredState::Standby),
    ];
    let host = prop_oneof![
        4 => Just("data.example.eu"),
        1 => Just("new.example.eu"),
        1 => Just("example.com"),
    ];
    let schedule = || {
        prop_oneof![
            Just("0 0 * * * ?"),
            Just("0 0 12 * * ?"),
            Just("0 0 0 1 * ?"),
            Just("*/20 * * * * ?"),
            Just("0 0 0 1 1 ? 2020"),
            Just("0 0 0 ? * MON"),
        ]
    };
    (state, 1..12_u32, host, [schedule(), schedule(), schedule()]).prop_map(
        |(state, version, host, schedules)| {
            let mut status = configured(state, version);
            let [acquire, transfer, check] = schedules.map(|text| text.parse().unwrap());
            status.configuration.acquire_frequency = acquire;
            status.configuration.transfer_frequency = transfer;
            status.configuration.config_check_frequency = check;
            status.configuration.obfcm_data_mqtt = endpoint(host);
            status
        },
    )
}

fn payload() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => configuration().prop_map(|status| String::from_utf8(status.to_canonical()).unwrap()),
        2 => Just(r#"{"deviceState":"registered"}"#.to_owned()),
        2 => Just(r#"{"deviceState":"error"}"#.to_owned()),
        1 => Just(String::new()),
        1 => ".{0,40}",
    ]
}

fn kind() -> impl Strategy<Value = TopicKind> {
    prop_oneof![
        4 => Just(TopicKind::ConfigServer),
        4 => Just(TopicKind::RegisterServer),
        1 => Just(TopicKind::DataDevice),
        1 => Just(TopicKind::RegisterDevice),
    ]
}

fn number() -> impl Strategy<Value = ConnectionNumber> {
    prop_oneof![0..20_u32, any::<u32>()].prop_map(ConnectionNumber)
}

fn request() -> impl Strategy<Value = RequestNumber> {
    prop_oneof![0..20_u32, any::<u32>()].prop_map(RequestNumber)
}

fn reason() -> impl Strategy<Value = DisconnectReason> {
    prop_oneof![
        Just(DisconnectReason::NoNetwork),
        Just(DisconnectReason::NameResolution),
        Just(DisconnectReason::Tcp),
        Just(DisconnectReason::Tls),
        any::<u8>().prop_map(|code| DisconnectReason::Refused { code }),
        Just(DisconnectReason::Closed),
        Just(DisconnectReason::TimedOut),
        Just(DisconnectReason::Protocol),
    ]
}

fn reason_code() -> impl Strategy<Value = ReasonCode> {
    prop_oneof![
        Just(ReasonCode::NOT_AUTHORIZED),
        Just(ReasonCode::PAYLOAD_FORMAT_INVALID),
        any::<u8>().prop_map(ReasonCode),
    ]
}

fn nonsense() -> impl Strategy<Value = Input> {
    prop_oneof![
        Just(Input::Wake),
        request().prop_map(|request| Input::VehicleUnreadable { request }),
        request().prop_map(|request| Input::VehicleRead {
            request,
            vehicle: Box::new(vehicle())
        }),
        request().prop_map(|request| Input::AcquisitionFailed { request }),
        Just(Input::PersistFailed),
        Just(Input::StatusQuery),
        Just(Input::CommunicationTest),
        request().prop_map(|request| Input::Acquired {
            request,
            values: Default::default()
        }),
        Just(Input::RegisterAgain),
        Just(Input::VehicleChanged),
        Just(Input::DataErased),
        Just(Input::FactoryConfigured(Box::new(
            provisioning(rules(|_| ())).factory
        ))),
        any::<u32>().prop_map(|bytes| Input::Persisted { bytes }),
        any::<bool>().prop_map(|available| Input::NetworkAvailable { available }),
        any::<bool>().prop_map(|on| Input::Ignition { on }),
        (number(), 0..8_u32, reason_code()).prop_map(|(connection, publish, reason)| {
            Input::PublishRefused {
                connection,
                publish: PublishNumber(publish),
                reason,
            }
        }),
        (number(), reason_code())
            .prop_map(|(connection, reason)| Input::SubscribeRefused { connection, reason }),
        Just(Input::ProvisioningComplete(Box::new(provisioning(
            settings()
        )))),
        any::<bool>().prop_map(|trusted| Input::ClockTrusted { trusted }),
        number().prop_map(|connection| Input::Connected { connection }),
        (number(), reason())
            .prop_map(|(connection, reason)| Input::Disconnected { connection, reason }),
        number().prop_map(|connection| Input::Subscribed { connection }),
        (number(), 0..8_u32).prop_map(|(connection, publish)| Input::PublishAcknowledged {
            connection,
            publish: PublishNumber(publish)
        }),
        (number(), kind(), payload(), any::<bool>()).prop_map(
            |(connection, kind, payload, retain)| message(connection, kind, &payload, retain)
        ),
        (number(), ".{0,60}").prop_map(|(connection, topic)| Input::Message {
            connection,
            topic: topic.into(),
            payload: b"{}".to_vec().into(),
            retain: true
        }),
    ]
}

pub(crate) fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => nonsense().prop_map(Act::Input),
        6 => Just(Act::Connected),
        6 => prop_oneof![9 => Just(true), 1 => Just(false)].prop_map(Act::Subscribed),
        1 => Just(Act::Disconnected),
        8 => (kind(), payload(), any::<bool>()).prop_map(|(k, p, r)| Act::Message(k, p, r)),
        4 => prop_oneof![9 => Just(0), 1 => 1..4_u32].prop_map(Act::Acknowledge),
        4 => (1..1000_u32).prop_map(Act::Acquired),
        1 => prop_oneof![
            -100_000_000..100_000_000_i64,
            -4_000_000_000..4_000_000_000_i64,
            any::<i64>(),
        ].prop_map(Act::Time),
        10 => Just(Act::Sleep),
        1 => prop_oneof![3 => Just(true), 1 => Just(false)].prop_map(Act::Disk),
        1 => Just(Act::LosePower),
    ]
}

pub(crate) fn perform(world: &mut World, act: &Act) {
    match (act, world.link) {
        (Act::Input(input), _) => drop(world.give(input.clone())),
        (Act::Connected, Link::Connecting(_)) => drop(world.connected()),
        (Act::Subscribed(accepted), Link::Connected(_)) => drop(world.subscribed(*accepted)),
        (Act::Disconnected, link) if link != Link::Down => drop(world.disconnected()),
        (Act::Message(kind, payload, retain), link) if link != Link::Down => {
            world.deliver(*kind, payload, *retain);
        }
        (Act::Acknowledge(before), _) => {
            if let Some((connection, publish)) = world.last_publish {
                let publish = PublishNumber(publish.0.wrapping_sub(*before));
                world.give(Input::PublishAcknowledged {
                    connection,
                    publish,
                });
            }
        }
        (Act::Acquired(number), _) => drop(world.acquired_values(values(*number))),
        (Act::Time(millis), _) => {
            world.now = UnixMillis(world.now.0.saturating_add_signed(*millis));
        }
        (Act::Sleep, _) if world.until.is_some_and(|until| until.0 < u64::MAX / 2) => {
            world.sleep();
        }
        (Act::Disk(works), _) => world.disk_works = *works,
        (Act::LosePower, _) => drop(world.lose_power()),
        _ => {}
    }
}

/// The start that is furthest along matters most.
pub(crate) fn begin(at: u8, settings: Settings) -> World {
    match at {
        0 => World::new(),
        1 => World::provisioned(settings),
        2 => World::registered(settings),
        _ => World::configured(settings, &operational(1)),
    }
}

pub(crate) fn some_settings() -> impl Strategy<Value = Settings> {
    (
        0..4_u32,
        0..4_u32,
        0..4_u32,
        0..3_u32,
        prop_oneof![0..300_u32, Just(131_072)],
        any::<bool>(),
    )
        .prop_map(|(storage, log, resend, failures, payload, spread)| {
            with(|settings| {
                settings.storage_limit = 1 + storage * 2;
                settings.event_log_limit = log;
                settings.resend_window = resend;
                settings.endpoint_failures = 1 + failures;
                settings.max_payload = 1 + payload;
                settings.spread_window_seconds = if spread { 86_400 } else { 0 };
            })
        })
}

/// A quarter of the usual number of cases, or of `PROPTEST_CASES`.
pub(crate) fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: usual.cases.div_ceil(4),
        failure_persistence: None,
        max_shrink_iters: 400,
        ..usual
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn p_6_16_any_inputs_at_all(
        at in 0..6_u8,
        settings in some_settings(),
        acts in prop::collection::vec(act(), 0..120),
    ) {
        let mut world = begin(at, settings);
        for act in &acts {
            perform(&mut world, act);
        }
    }

    /// After whatever happened, a world that works again brings everything to its end:
    /// no wake-up is missing, and no snapshot that is pending is kept back.
    #[test]
    fn p_6_6_what_is_pending_arrives_in_the_end(
        at in 0..6_u8,
        settings in some_settings(),
        acts in prop::collection::vec(act(), 0..80),
    ) {
        let mut values: SettingsValues = settings.into();
        values.max_payload = 131_072;
        let settings = Settings::new(values).unwrap();
        let mut world = begin(at, settings);
        for act in &acts {
            if !matches!(act, Act::Time(_)) {
                perform(&mut world, act);
            }
        }
        world.disk_works = true;
        let mut outputs = world.lose_power();
        let before = world.pending();
        let mut status = operational(100);
        status.configuration.transfer_frequency = "0 0 12 * * ?".parse().unwrap();
        let mut service = Service::new(Some(status));
        service.hosts.push("new.example.eu".to_owned());
        let status = world.device.status().state;
        outputs.extend(world.give(Input::CommunicationTest));
        let end = UnixMillis(world.now.0.max(START.0) + 3 * DAY * 1000);
        service.run_with(&mut world, end, outputs);
        let accounts = world.accounts();
        // A reading an hour, and a transfer a day: each day at another time (P-6.12), so that
        // nearly two days may lie between one and the next.
        prop_assert!(accounts.pending <= 48, "{status} {accounts:?}");
        for time in before {
            let arrived = service.received.contains_key(&time);
            prop_assert!(arrived || accounts.erased + accounts.evicted > 0, "{time}");
        }
        prop_assert_eq!(world.device.state().as_str(), "operational");
    }

    /// Two devices that are told the same do the same (P-6.1).
    #[test]
    fn p_6_1_determinism(acts in prop::collection::vec(nonsense(), 0..60)) {
        let mut first = World::operational();
        let mut second = World::operational();
        for input in acts {
            let outputs: Vec<Output> = first.give(input.clone());
            prop_assert_eq!(outputs, second.give(input));
            prop_assert_eq!(first.until, second.until);
        }
    }

    #[test]
    fn only_the_own_topics_are_heard(topic in "iot4emissions/(config|register)Server/[a-z0-9-]{1,40}") {
        prop_assume!(!topic.ends_with(DEVICE));
        let mut world = World::registered(settings());
        world.connect_and_subscribe();
        let connection = world.number();
        let payload = operational(1).to_canonical();
        let outputs = world.give(Input::Message { connection, topic: topic.into(), payload: payload.into(), retain: true });
        prop_assert_eq!(outputs, []);
    }
}
