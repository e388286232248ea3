//! The broker's hooks: every question that rmqtt asks is answered here.
//!
//! rmqtt allows what no handler answers, and handlers are off until they are
//! started; so [`install`] does both, and each answer below is explicit.

use std::sync::Arc;

use async_trait::async_trait;
use iot4emissions_proto::topic::TopicFilter;
use rmqtt::codec::types::MQTT_LEVEL_311;
use rmqtt::codec::v5::SubscribeAckReason;
use rmqtt::context::ServerContext;
use rmqtt::hook::{Handler, HookResult, Parameter, ReturnType, Type};
use rmqtt::session::Session;
use rmqtt::types::{
    AuthResult, ConnectInfo, From, Publish, PublishAclResult, QoS, Reason, Subscribe,
    SubscribeAclResult,
};

use super::rights::Rights;
use super::spool;
use super::store::BrokerStore;

const HOOKS: [Type; 10] = [
    Type::ClientAuthenticate,
    Type::ClientConnected,
    Type::ClientDisconnected,
    Type::ClientSubscribeCheckAcl,
    Type::SessionSubscribed,
    Type::MessagePublish,
    Type::MessagePublishCheckAcl,
    Type::MessageExpiryCheck,
    Type::MessageDelivered,
    Type::MessageAcked,
];

/// Registers and starts the hooks. Must be done before the first connection.
pub(super) async fn install(scx: &ServerContext, rights: Arc<dyn Rights>, store: Arc<BrokerStore>) {
    let register = scx.extends.hook_mgr().register();
    for hook in HOOKS.into_iter().chain([Type::MessageDropped]) {
        let gatekeeper = Gatekeeper {
            rights: Arc::clone(&rights),
            store: Arc::clone(&store),
        };
        register.add(hook, Box::new(gatekeeper)).await;
    }
    register.start().await;
}

struct Gatekeeper {
    rights: Arc<dyn Rights>,
    store: Arc<BrokerStore>,
}

/// What becomes of a publish.
enum Verdict {
    Allowed,
    Denied,
    NoSpace,
}

#[async_trait]
impl Handler for Gatekeeper {
    async fn hook(&self, parameter: &Parameter, before: Option<HookResult>) -> ReturnType {
        let counters = self.store.counters();
        let answer = match parameter {
            Parameter::ClientAuthenticate(connect) => {
                let admitted = self.admits(connect);
                if !admitted {
                    counters.refused_connects.one();
                }
                HookResult::AuthResult(if admitted {
                    AuthResult::Allow(false, None)
                } else {
                    AuthResult::NotAuthorized
                })
            }
            Parameter::ClientConnected(_) => {
                counters.connects.one();
                return (true, before);
            }
            Parameter::ClientDisconnected(_, _) => {
                counters.disconnects.one();
                return (true, before);
            }
            Parameter::ClientSubscribeCheckAcl(session, subscribe) => {
                HookResult::SubscribeAclResult(self.check_subscribe(session, subscribe))
            }
            Parameter::SessionSubscribed(session, subscribe) => {
                self.hand_over(session, subscribe).await;
                return (true, before);
            }
            Parameter::MessagePublish(session, from, publish) => {
                HookResult::Publish(self.accept(*session, from, publish))
            }
            Parameter::MessagePublishCheckAcl(session, publish) => {
                HookResult::PublishAclResult(self.check_publish(session, publish))
            }
            Parameter::MessageExpiryCheck(session, _, publish) => {
                // rmqtt has no hook "may this be delivered"; this one runs
                // right before each delivery and can drop the message.
                if self.rights.receive(name(session), &publish.topic) {
                    let spool = self.store.spool();
                    if spool.is_held() && name(session) == spool.settings().consumer {
                        return (false, Some(HookResult::MessageExpiry));
                    }
                    return (true, before);
                }
                counters.denied_receives.one();
                HookResult::MessageExpiry
            }
            Parameter::MessageDelivered(_, _, publish) => {
                counters.deliveries.one();
                counters.bytes_out.add(publish.payload.len());
                return (true, before);
            }
            Parameter::MessageAcked(session, _, publish) => {
                counters.acknowledgements.one();
                if name(session) == self.store.spool().settings().consumer {
                    self.store.spool().acknowledged(publish);
                }
                return (true, before);
            }
            Parameter::MessageDropped(_, _, _, reason) => {
                // Refused publishes and deliveries are counted where they are
                // refused.
                if !matches!(reason, Reason::PublishResult(_) | Reason::MessageExpiration) {
                    counters.dropped.one();
                }
                return (true, before);
            }
            _ => return (true, before),
        };
        (false, Some(answer))
    }
}

impl Gatekeeper {
    fn admits(&self, connect: &ConnectInfo) -> bool {
        // MQTT 3.1.1 only: an MQTT 5 client could keep a session for years and
        // let messages expire, and no party of this network speaks it.
        let ConnectInfo::V3(id, packet) = connect else {
            return false;
        };
        let Some(certificate) = connect.cert() else {
            return false;
        };
        let Some(common_name) = certificate.common_name.as_deref() else {
            return false;
        };
        // rmqtt takes the first of several common names; there must be one (P-2.2).
        certificate.subject.matches("CN=").count() == 1
            && connect.proto_ver() == MQTT_LEVEL_311
            // Otherwise one device could take another's session. All later
            // decisions rest on the client id.
            && id.client_id == common_name
            // P-3.9. A will would go round the publish check.
            && packet.last_will.is_none()
            && packet.username.is_none()
            && packet.password.is_none()
            // What must survive a connection is in the spool.
            && packet.clean_session
            && self.rights.connect(common_name)
    }

    fn check_subscribe(&self, session: &Session, subscribe: &Subscribe) -> SubscribeAclResult {
        let wanted = &subscribe.topic_filter;
        // Shared subscriptions are switched off in this broker; without them
        // `$share/...` would be a topic like any other, and never match.
        if !wanted.starts_with("$share/") && self.rights.subscribe(name(session), wanted) {
            SubscribeAclResult::new_success(subscribe.opts.qos(), None)
        } else {
            self.store.counters().denied_subscribes.one();
            SubscribeAclResult::new_failure(SubscribeAckReason::NotAuthorized)
        }
    }

    /// The first look at a publish. Only this hook may replace the message, so
    /// the spool's number is put on here; [`Self::check_publish`] refuses.
    fn accept(&self, session: Option<&Session>, from: &From, publish: &Publish) -> Publish {
        let mut publish = publish.clone();
        publish.properties = None;
        let kept = session.is_some_and(|s| {
            self.is_kept(&publish) && self.rights.publish(name(s), &publish.topic, publish.retain)
        });
        if !kept {
            return publish;
        }
        match self.store.spool().put(from.clone(), publish.clone()) {
            Some(marked) => marked,
            None => publish,
        }
    }

    fn check_publish(&self, session: &Session, publish: &Publish) -> PublishAclResult {
        let counters = self.store.counters();
        match self.verdict(session, publish) {
            Verdict::Allowed => {
                counters.published(&publish.topic, publish.payload.len());
                return PublishAclResult::allow();
            }
            Verdict::Denied => counters.denied_publishes.one(),
            Verdict::NoSpace => counters.refused_for_space.one(),
        }
        // MQTT 3.1.1 §3.3.5 leaves two answers: a PUBACK as if nothing were
        // wrong, or closing the connection. After a PUBACK a device deletes
        // its snapshot (P-6.6), so it is the other one.
        PublishAclResult::rejected(true, None)
    }

    fn verdict(&self, session: &Session, publish: &Publish) -> Verdict {
        if !self
            .rights
            .publish(name(session), &publish.topic, publish.retain)
        {
            Verdict::Denied
        } else if self.is_kept(publish) && spool::number(publish).is_none() {
            Verdict::NoSpace
        } else {
            Verdict::Allowed
        }
    }

    fn is_kept(&self, publish: &Publish) -> bool {
        // QoS 0 asks for no delivery guarantee and would never be acknowledged.
        publish.qos != QoS::AtMostOnce && self.store.spool().keeps(&publish.topic)
    }

    /// The consumer has subscribed: it gets all that it has not acknowledged.
    /// What is published from here on reaches it as usual, because the
    /// subscription already stands; a message between the two comes twice
    /// rather than never.
    async fn hand_over(&self, session: &Session, subscribe: &Subscribe) {
        let spool = self.store.spool();
        if name(session) != spool.settings().consumer {
            return;
        }
        let entry = session.scx.extends.shared().await.entry(session.id.clone());
        let Ok(filter) = subscribe.topic_filter.parse::<TopicFilter>() else {
            return;
        };
        for (from, mut publish) in spool.waiting() {
            if !filter.matches(&publish.topic) {
                continue;
            }
            publish.retain = false;
            publish.packet_id = None;
            publish.qos = publish.qos.less_value(subscribe.opts.qos());
            if entry.publish(from, publish).await.is_err() {
                // The connection is gone; the messages are still in the spool.
                return;
            }
        }
    }
}

/// The principal of an admitted session.
fn name(session: &Session) -> &str {
    &session.id.client_id
}
