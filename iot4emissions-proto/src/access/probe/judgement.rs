//! What the answers come to.

use super::{Action, Answer, Disguise, Finding, FindingCode, Guise, MqttVersion, Question, Seen};

/// A question without an answer, which is not one that the broker passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAsked {
    /// Who would have done what, and in which version of MQTT.
    pub what: String,
    /// Why it was not found out.
    pub why: Seen,
}

/// What a probe found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What the broker does that the rules do not say, by kind; those that are known last.
    pub findings: Vec<Finding>,
    /// What was not found out, in the plan's order.
    pub not_asked: Vec<NotAsked>,
    /// How many questions were answered.
    pub answered: usize,
    /// Whether the broker speaks MQTT 5, as far as anything was found out.
    pub speaks_mqtt_5: bool,
}

/// Compares answers, one for each question of the [`plan`](super::plan) in its order, with the
/// rules. A question without an answer was stopped before.
///
/// `known` are the names of the differences that the broker's configuration cannot avoid
/// ([`Format::differences`](crate::access::export::Format::differences)), `left` the topics on
/// which the broker still keeps something of the probe.
///
/// What a client does in disguise and can do without is found once, without it; so is that one
/// cannot connect, and not what it cannot do for that reason.
#[must_use]
pub fn judge(
    questions: &[Question],
    answers: &[Answer],
    known: &[&str],
    left: &[String],
) -> Report {
    let mut report = Report {
        findings: Vec::new(),
        not_asked: Vec::new(),
        answered: 0,
        speaks_mqtt_5: true,
    };
    let answer = |number: usize| {
        let stopped = Answer::of(Seen::Stopped);
        answers.get(number).copied().unwrap_or(stopped)
    };
    let plain: Vec<&Question> = questions
        .iter()
        .enumerate()
        .filter(|(_, question)| question.guise.disguise == Disguise::Plain)
        .filter(|(number, question)| answer(*number).granted(&question.action) == Some(true))
        .map(|(_, question)| question)
        .collect();
    let shut_out: Vec<Guise> = questions
        .iter()
        .enumerate()
        .filter(|(_, question)| question.action == Action::Connect)
        .filter(|(number, question)| answer(*number).granted(&question.action) == Some(false))
        .map(|(_, question)| question.guise)
        .collect();
    for (number, question) in questions.iter().enumerate() {
        let answer = answer(number);
        let Some(granted) = answer.granted(&question.action) else {
            report.not_asked.push(NotAsked {
                what: format!("{question} in MQTT {}", question.guise.version.as_str()),
                why: answer.seen,
            });
            continue;
        };
        report.answered += 1;
        let mqtt_5 = question.guise.version == MqttVersion::V5;
        if mqtt_5 && question.allowed && !granted && question.action == Action::Connect {
            // No broker has to: devices speak MQTT 3.1.1 (P-3.9). Some close, some say so.
            report.speaks_mqtt_5 = false;
            continue;
        }
        let follows = is_needless(question, &plain)
            || !granted && question.action != Action::Connect && shut_out.contains(&question.guise);
        if granted != question.allowed && !follows {
            report.add(question, answer, granted, known);
        }
    }
    for topic in left {
        report.findings.push(Finding {
            code: FindingCode::LeftBehind,
            what: format!("{topic} still keeps a message of the probe"),
            clause: "P-3.6",
            answer: None,
            versions: Vec::new(),
            known: None,
        });
    }
    report
        .findings
        .sort_by_key(|finding| (finding.known.is_some(), finding.code));
    report
}

impl Report {
    fn add(&mut self, question: &Question, answer: Answer, granted: bool, known: &[&str]) {
        let code = if granted {
            FindingCode::granted(question)
        } else {
            FindingCode::Refused
        };
        let what = question.to_string();
        let version = question.guise.version;
        let same = |finding: &&mut Finding| finding.code == code && finding.what == what;
        if let Some(found) = self.findings.iter_mut().find(same) {
            if !found.versions.contains(&version) {
                found.versions.push(version);
            }
            return;
        }
        self.findings.push(Finding {
            code,
            what,
            clause: question.clause,
            answer: Some(answer),
            versions: vec![version],
            known: question
                .excuses
                .iter()
                .find(|excuse| known.contains(excuse))
                .copied(),
        });
    }
}

/// Whether the same was granted without the disguise. TLS 1.2 is what it is.
fn is_needless(question: &Question, granted: &[&Question]) -> bool {
    let undisguised = Guise {
        disguise: Disguise::Plain,
        ..question.guise
    };
    !matches!(question.guise.disguise, Disguise::Plain | Disguise::OldTls)
        && granted
            .iter()
            .any(|each| each.guise == undisguised && each.action == question.action)
}
