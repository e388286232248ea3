//! What a running broker grants beyond the rules, found out by asking it (P-4.1 to P-4.3).
//!
//! Pure, as everything here: [`plan`] says what to ask, as whom, and what the rules say of it;
//! the caller opens the connections and hands back an [`Answer`] for each [`Question`]; [`judge`]
//! says what of it is a [`Finding`]. [`packets`] writes and reads what goes over the wire.
//!
//! ```
//! use iot4emissions_proto::access::probe::{Answer, FindingCode, Seen, World, judge, plan};
//! use iot4emissions_proto::delivery::BrokerRole;
//! use iot4emissions_proto::identity::ServiceNames;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (device, other) = ("test-1".parse()?, "test-2".parse()?);
//! let world = World::new(BrokerRole::Data, device, other, ServiceNames::default(), "7c1f")?;
//! let questions = plan(&world);
//! // A broker that grants everything to everybody, …
//! let answers = vec![Answer::of(Seen::Accepted); questions.len()];
//! let report = judge(&questions, &answers, &[], &[]);
//! assert!(report.findings.iter().any(|found| found.code == FindingCode::NoCertificate));
//! // … and one that cannot be reached, which is not one that passes.
//! let answers = vec![Answer::of(Seen::Unreachable); questions.len()];
//! let report = judge(&questions, &answers, &[], &[]);
//! assert!(report.findings.is_empty());
//! assert_eq!(report.not_asked.len(), questions.len());
//! # Ok(())
//! # }
//! ```
//!
//! # How a right is seen
//! An answer proves little: MQTT 3.1.1 acknowledges a publish that was denied (P-6.7), and a
//! broker that filters deliveries grants any SUBSCRIBE. So a publish counts where its [`Witness`]
//! got it; one with RETAIN where it was *kept*, which a new subscription shows; receiving where
//! somebody who may publish did, and the message came. Only where nobody can be the witness does
//! the reason code of MQTT 5 count.
//!
//! # What a probe publishes
//! To the topics of its own two devices, which have to be made for this, to one with the
//! service's name in place of a device's, and to [`World::elsewhere`]; never to another
//! device's; a payload that is no JSON and says what it
//! is ([`World::payload`]). A broker that grants what it should not keeps some of it as retained,
//! for the two devices: the caller clears each topic at once, by the same means and as who may,
//! looks whether that helped, and names what is left ([`FindingCode::LeftBehind`]).
//!
//! # What it cannot see
//! Rights on the topics of real devices that a rule names one by one; what an MQTT 3.1.1 client
//! publishes where neither a party nor itself receives it; revocation; other listeners.

mod answer;
mod finding;
mod guise;
mod judgement;
pub mod packets;
mod plan;
mod question;
mod world;

pub use answer::{Answer, Seen};
pub use finding::{Finding, FindingCode};
pub use guise::{Credential, Disguise, Guise, MqttVersion};
pub use judgement::{NotAsked, Report, judge};
pub use plan::plan;
pub use question::{Action, Question, Witness};
pub use world::{World, WorldError};
