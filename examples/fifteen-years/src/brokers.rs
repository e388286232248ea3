//! The two brokers of fifteen years (P-6.8): three generations of hosts each, switched on
//! and off, and what is wrong with them meanwhile. The same for the whole fleet.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::DisconnectReason;
use iot4emissions_proto::message::{Endpoint, Host};

use crate::days::{CALM, DAY, END, HOUR, Millis, START, YEAR};
use crate::random::{Draws, Purpose};

/// How many generations of hosts there are.
pub(crate) const GENERATIONS: usize = 3;

/// When each generation is switched on.
const ON: [Millis; GENERATIONS] = [START, START + 4 * YEAR, START + 9 * YEAR];
/// When each is switched off.
const OFF: [Millis; GENERATIONS] = [START + 5 * YEAR, START + 10 * YEAR, END];

/// Something wrong with a host.
#[derive(Debug, Clone, Copy)]
struct Trouble {
    role: BrokerRole,
    generation: usize,
    from: Millis,
    to: Millis,
    kind: TroubleKind,
}

#[derive(Debug, Clone, Copy)]
enum TroubleKind {
    /// No connection succeeds.
    Down(DisconnectReason),
    /// So many of a thousand connections fail.
    Flaky(u64, DisconnectReason),
    /// It takes no larger payload, from so many of a thousand devices.
    Limit(usize, u64),
    /// What it retains is lost, until its service publishes it again (P-7.8).
    Forgetful,
}

/// The brokers, and what is wrong with them when.
pub(crate) struct Brokers {
    troubles: Vec<Trouble>,
    /// Whether hosts are switched off.
    move_on: bool,
}

/// What a host is like to one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reception {
    /// The largest payload that it takes.
    pub(crate) payload_limit: usize,
    /// Whether it has what it retains.
    pub(crate) retains: bool,
    pub(crate) generation: usize,
}

/// Why a host cannot be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unreachable {
    pub(crate) reason: DisconnectReason,
    /// Whether it was switched off for good, or is not there yet.
    pub(crate) gone: bool,
}

impl Brokers {
    /// The brokers of a seed.
    pub(crate) fn drawn(seed: u64) -> Self {
        use DisconnectReason::{Refused, Tcp, TimedOut, Tls};
        let draws = &mut Draws::new(seed, Purpose::Fleet, 0);
        let mut troubles = Vec::new();
        for role in [BrokerRole::Registration, BrokerRole::Data] {
            let at = |generation, from: Millis, length: Millis, kind| Trouble {
                role,
                generation,
                from,
                to: (from + length).min(CALM),
                kind,
            };
            // Outages of hours, days, and three of weeks.
            for _ in 0..24 {
                let from = START + draws.long_below(13 * YEAR);
                let reason = draws.one_of(&[Tcp, TimedOut, Tls, Refused { code: 3 }]);
                let length = draws.between(1, 40) * HOUR;
                for generation in 0..GENERATIONS {
                    troubles.push(at(generation, from, length, TroubleKind::Down(reason)));
                }
            }
            for (year, reason) in [(2, Tcp), (7, Refused { code: 3 }), (12, TimedOut)] {
                let from = START + year * YEAR + draws.long_below(YEAR / 2);
                let length = draws.between(14, 42) * DAY;
                for generation in 0..GENERATIONS {
                    troubles.push(at(generation, from, length, TroubleKind::Down(reason)));
                }
            }
            // Each new host has its teething troubles, while the one before still works.
            let down = TroubleKind::Down(Tcp);
            troubles.push(at(1, ON[1] + 60 * DAY, 12 * DAY, down));
            troubles.push(at(2, ON[2] + 90 * DAY, 9 * DAY, down));
            let flaky = TroubleKind::Flaky(900, Tcp);
            troubles.push(at(1, ON[1] + 90 * DAY, 30 * DAY, flaky));
            let flaky = TroubleKind::Flaky(900, Refused { code: 3 });
            troubles.push(at(2, ON[2] + 120 * DAY, 30 * DAY, flaky));
            // Limits: one that batches feel, and one that not even one snapshot keeps to.
            for (year, days, limit, share) in
                [(3, 120, 600, 1000), (6, 90, 1500, 1000), (11, 75, 40, 150)]
            {
                let from = START + year * YEAR + draws.long_below(YEAR / 4);
                let kind = TroubleKind::Limit(limit, share);
                for generation in 0..GENERATIONS {
                    troubles.push(at(generation, from, days * DAY, kind));
                }
            }
            for year in [1, 5, 8] {
                let from = START + year * YEAR + draws.long_below(YEAR / 2);
                for generation in 0..GENERATIONS {
                    troubles.push(at(generation, from, 20 * DAY, TroubleKind::Forgetful));
                }
            }
        }
        Self {
            troubles,
            move_on: true,
        }
    }

    /// Brokers that never fail and never move.
    pub(crate) fn untroubled() -> Self {
        Self {
            troubles: Vec::new(),
            move_on: false,
        }
    }

    /// How `endpoint` receives a connection of device `index` at `now`.
    pub(crate) fn receive(
        &self,
        role: BrokerRole,
        endpoint: &Endpoint,
        now: Millis,
        index: u32,
        draws: &mut Draws,
    ) -> Result<Reception, Unreachable> {
        let unreachable = |reason, gone| Err(Unreachable { reason, gone });
        let generation = (0..GENERATIONS).find(|it| is_endpoint_of(endpoint, role, *it));
        let Some(generation) = generation else {
            return unreachable(DisconnectReason::NameResolution, true);
        };
        if self.move_on && !(ON[generation]..OFF[generation]).contains(&now) {
            return unreachable(DisconnectReason::NameResolution, true);
        }
        let mut reception = Reception {
            payload_limit: usize::MAX,
            retains: true,
            generation,
        };
        for trouble in &self.troubles {
            let here = trouble.role == role && trouble.generation == generation;
            if !here || !(trouble.from..trouble.to).contains(&now) {
                continue;
            }
            match trouble.kind {
                TroubleKind::Down(reason) => return unreachable(reason, false),
                TroubleKind::Flaky(per_mille, reason) => {
                    if draws.in_a_thousand(per_mille) {
                        return unreachable(reason, false);
                    }
                }
                TroubleKind::Limit(bytes, share) => {
                    if u64::from(index) * 7919 % 1000 < share {
                        reception.payload_limit = reception.payload_limit.min(bytes);
                    }
                }
                TroubleKind::Forgetful => reception.retains = false,
            }
        }
        Ok(reception)
    }
}

/// The host of a generation. The last one lies under another domain, which devices are
/// only led to once their factory configuration permits it (P-6.8, P-6.20).
fn host_of(role: BrokerRole, generation: usize) -> String {
    let name = match role {
        BrokerRole::Registration => "registration",
        BrokerRole::Data => "data",
    };
    format!("{name}{generation}.{}", domain_of(generation))
}

const fn domain_of(generation: usize) -> &'static str {
    match generation {
        0 | 1 => "iot.example.eu",
        _ => "vehicles.example.org",
    }
}

fn is_endpoint_of(endpoint: &Endpoint, role: BrokerRole, generation: usize) -> bool {
    let host = endpoint.host.as_str();
    let name = match role {
        BrokerRole::Registration => "registration",
        BrokerRole::Data => "data",
    };
    host.strip_prefix(name)
        .and_then(|rest| rest.strip_prefix(char::from(b'0' + generation as u8)))
        .is_some_and(|rest| rest.starts_with('.'))
}

/// Where a broker's host of a generation listens.
///
/// # Panics
/// Never: the hosts are made here.
pub(crate) fn endpoint_of(role: BrokerRole, generation: usize) -> Endpoint {
    let host: Host = host_of(role, generation).parse().expect("a host's name");
    Endpoint::new(host, 8883).expect("a port")
}

/// The domains that a factory configuration of a generation permits.
///
/// # Panics
/// Never: the domains are made here.
pub(crate) fn permitted_domains(generation: usize) -> Vec<Host> {
    let mut domains = vec![domain_of(0), domain_of(generation)];
    domains.dedup();
    let parsed = domains
        .iter()
        .map(|domain| domain.parse().expect("a domain"));
    parsed.collect()
}

/// When a generation's hosts are switched on.
pub(crate) const fn switched_on(generation: usize) -> Millis {
    ON[generation]
}

/// When a generation's hosts are switched off.
pub(crate) const fn switched_off(generation: usize) -> Millis {
    OFF[generation]
}
