//! EMQX's HTTP authorizer, asked as EMQX asks it: bodies in and out.

use iot4emissions_proto::access::export::emqx::AuthorizerRequest;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::ServiceNames;
use serde_json::{Value, json};

use crate::enforcer::{Enforcer, unshared};

/// The authorizer of one broker.
pub(crate) struct EmqxHttp(pub BrokerRole);

impl EmqxHttp {
    fn ask(&self, body: Value) -> bool {
        let request: AuthorizerRequest = serde_json::from_value(body).expect("a request");
        let answer = request.answer(self.0, &ServiceNames::default());
        match serde_json::to_string(&answer).expect("JSON").as_str() {
            r#"{"result":"allow"}"# => true,
            r#"{"result":"deny"}"# => false,
            other => panic!("no answer that EMQX knows: {other}"),
        }
    }
}

impl Enforcer for EmqxHttp {
    fn publish(&self, name: &str, topic: &str, retain: bool) -> bool {
        // EMQX fills templates with text.
        let retain = if retain { "true" } else { "false" };
        self.ask(json!({
            "username": name, "action": "publish", "topic": topic, "retain": retain,
        }))
    }

    fn subscribe(&self, name: &str, filter: &str) -> bool {
        // Of a shared subscription EMQX shows the filter.
        self.ask(json!({
            "username": name, "action": "subscribe", "topic": unshared(filter),
            "retain": "undefined",
        }))
    }

    fn receive(&self, _name: &str, _topic: &str) -> Option<bool> {
        None
    }
}
