//! What a service tells the world about its work: trace lines and notices.

use std::fmt;
use std::sync::Arc;

use iot4emissions_proto::privacy::hide_vins;

use super::action::OperatorNotice;

/// Takes trace lines, in which VINs are hidden.
pub type TraceLines = Arc<dyn Fn(&str) + Send + Sync>;

/// Takes what an operator is to see.
pub type NoticeListener = Arc<dyn Fn(&OperatorNotice) + Send + Sync>;

/// Observes one service. The default observes nothing.
#[derive(Clone, Default)]
pub struct Observer {
    /// Called for every message and every call, in or out.
    pub trace: Option<TraceLines>,
    /// Called for every notice.
    pub notify: Option<NoticeListener>,
}

impl Observer {
    pub(super) fn notice(&self, notice: &OperatorNotice) {
        if let Some(notify) = &self.notify {
            notify(notice);
        }
        self.line(|| format!("notice: {notice}"));
    }

    /// A message or a call: where, which way, how long, and what.
    pub(super) fn message(&self, place: &str, direction: Direction, payload: &[u8]) {
        self.line(|| {
            let bytes = payload.len();
            let text = String::from_utf8_lossy(payload);
            format!("{direction} {place} {bytes} B {text}")
        });
    }

    /// A line that is made only if somebody wants it.
    pub(super) fn line(&self, line: impl FnOnce() -> String) {
        if let Some(trace) = &self.trace {
            trace(&hide_vins(&line()));
        }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observer").finish_non_exhaustive()
    }
}

/// Seen from the service.
#[derive(Clone, Copy)]
pub(super) enum Direction {
    In,
    Out,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::In => "<-",
            Self::Out => "->",
        })
    }
}
