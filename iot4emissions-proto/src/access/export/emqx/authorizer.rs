//! What EMQX's HTTP authorizer asks, and the answer.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::access::{self, Principal};
use crate::delivery::BrokerRole;
use crate::identity::ServiceNames;
use crate::privacy::hide_vins;

/// What the client wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// To publish a message.
    Publish,
    /// To subscribe a filter.
    Subscribe,
}

/// The body of EMQX's question, for this template in its settings:
///
/// ```text
/// body {
///   username = "${cert_common_name}"
///   action = "${action}"
///   topic = "${topic}"
///   retain = "${retain}"
/// }
/// ```
///
/// Further members are ignored.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct AuthorizerRequest {
    /// The common name of the client's certificate, which may be any text.
    pub username: String,
    /// What it wants to do.
    pub action: Action,
    /// The topic or the filter, which may be any text.
    pub topic: String,
    /// Whether RETAIN is set. EMQX writes it as a text, and something else than `true`
    /// and `false` where it does not know: then `None`.
    #[serde(default, deserialize_with = "retain")]
    pub retain: Option<bool>,
}

impl fmt::Debug for AuthorizerRequest {
    /// Without VINs, which a common name and a topic may be.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            username,
            action,
            topic,
            retain,
        } = self;
        f.debug_struct("AuthorizerRequest")
            .field("username", &hide_vins(username))
            .field("action", action)
            .field("topic", &hide_vins(topic))
            .field("retain", retain)
            .finish()
    }
}

/// The body of the answer, to be sent with status 200 and the content type
/// `application/json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AuthorizerAnswer {
    /// The decision.
    pub result: Verdict,
}

/// A decision. EMQX knows `ignore` as well, which leaves the decision to the next
/// authorizer: by P-4.1 there is nothing to leave to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It may.
    Allow,
    /// It may not.
    Deny,
}

impl AuthorizerRequest {
    /// The rules' answer on `broker`, where the services bear these names (P-4.1 to
    /// P-4.3).
    ///
    /// A publish of which it is not known whether RETAIN is set must be granted both
    /// ways. Deliveries are not asked for; EMQX has no such question.
    #[must_use]
    pub fn answer(&self, broker: BrokerRole, services: &ServiceNames) -> AuthorizerAnswer {
        let granted = Principal::from_name(&self.username, services).is_ok_and(|who| {
            let publish = |retain| access::publish(&who, broker, &self.topic, retain).is_ok();
            match (self.action, self.retain) {
                (Action::Publish, Some(retain)) => publish(retain),
                (Action::Publish, None) => publish(false) && publish(true),
                (Action::Subscribe, _) => access::subscribe(&who, broker, &self.topic).is_ok(),
            }
        });
        AuthorizerAnswer {
            result: if granted {
                Verdict::Allow
            } else {
                Verdict::Deny
            },
        }
    }
}

fn retain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(match &value {
        serde_json::Value::Bool(retain) => Some(*retain),
        serde_json::Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str, broker: BrokerRole) -> String {
        let request: AuthorizerRequest = serde_json::from_str(body).unwrap();
        serde_json::to_string(&request.answer(broker, &ServiceNames::default())).unwrap()
    }

    #[test]
    fn p_4_2_the_answer_is_the_rules_own() {
        const ALLOW: &str = r#"{"result":"allow"}"#;
        const DENY: &str = r#"{"result":"deny"}"#;
        let service = "obfcm-data-service";
        for (username, action, topic, retain, expected) in [
            (
                "a",
                "publish",
                "iot4emissions/dataDevice/a",
                "\"false\"",
                ALLOW,
            ),
            ("a", "publish", "iot4emissions/dataDevice/a", "false", ALLOW),
            (
                "a",
                "publish",
                "iot4emissions/dataDevice/a",
                "\"true\"",
                DENY,
            ),
            ("a", "publish", "iot4emissions/dataDevice/a", "true", DENY),
            (
                "a",
                "publish",
                "iot4emissions/dataDevice/b",
                "\"false\"",
                DENY,
            ),
            // Not known whether RETAIN is set: only who may do both, may.
            (
                "a",
                "publish",
                "iot4emissions/dataDevice/a",
                "\"undefined\"",
                DENY,
            ),
            (
                service,
                "publish",
                "iot4emissions/configServer/a",
                "null",
                ALLOW,
            ),
            (
                service,
                "publish",
                "iot4emissions/configServer/a",
                "\"true\"",
                ALLOW,
            ),
            (
                "a",
                "subscribe",
                "iot4emissions/configServer/a",
                "\"undefined\"",
                ALLOW,
            ),
            (
                "a",
                "subscribe",
                "iot4emissions/configServer/+",
                "\"\"",
                DENY,
            ),
            (
                service,
                "subscribe",
                "$share/g/iot4emissions/dataDevice/+",
                "\"\"",
                ALLOW,
            ),
            (
                "+",
                "subscribe",
                "iot4emissions/configServer/+",
                "\"\"",
                DENY,
            ),
            ("", "subscribe", "iot4emissions/configServer/", "\"\"", DENY),
            ("undefined", "subscribe", "#", "\"\"", DENY),
        ] {
            let body = format!(
                r#"{{"username":"{username}","action":"{action}","topic":"{topic}","retain":{retain},"qos":"1"}}"#
            );
            assert_eq!(answer(&body, BrokerRole::Data), expected, "{body}");
            assert_eq!(answer(&body, BrokerRole::Registration), DENY, "{body}");
        }
        let without = r#"{"username":"a","action":"publish","topic":"iot4emissions/dataDevice/a"}"#;
        assert_eq!(answer(without, BrokerRole::Data), DENY);
    }

    #[test]
    fn what_is_no_question_is_an_error() {
        for body in [
            "",
            "{}",
            r#"{"username":"a","action":"connect","topic":"x"}"#,
            r#"{"username":null,"action":"publish","topic":"x"}"#,
        ] {
            assert!(
                serde_json::from_str::<AuthorizerRequest>(body).is_err(),
                "{body}"
            );
        }
    }
}
