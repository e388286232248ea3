//! When to send PINGREQ, and when to give up (MQTT 3.1.1 §3.1.2.10, §3.12).

use std::time::Duration;

use super::{SessionConfig, SessionError};
use crate::time::MonotonicMillis;

/// The answer that the broker owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Answer {
    ConnAck,
    PingResp,
}

/// The session's two timers: silence on our side, and a wait for an answer.
/// While an answer is awaited no PINGREQ is due, so that one is under way at
/// most. Both follow the monotonic clock (P-6.17).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct KeepAlive {
    keep_alive_seconds: u16,
    response_timeout_seconds: u16,
    last_sent: MonotonicMillis,
    awaited: Option<(Answer, MonotonicMillis)>,
    running: bool,
}

fn seconds(seconds: u16) -> Duration {
    Duration::from_secs(u64::from(seconds))
}

impl KeepAlive {
    pub(super) fn new(config: &SessionConfig) -> Self {
        Self {
            keep_alive_seconds: config.keep_alive_seconds(),
            response_timeout_seconds: config.response_timeout_seconds(),
            last_sent: MonotonicMillis::default(),
            awaited: None,
            running: false,
        }
    }

    /// Starts with the wait for CONNACK.
    pub(super) fn connecting(&mut self, now: MonotonicMillis) {
        self.running = true;
        self.last_sent = now;
        self.awaited = Some((Answer::ConnAck, now));
    }

    pub(super) fn connected(&mut self) {
        self.awaited = None;
    }

    /// Bytes were handed out for the stream.
    pub(super) fn sent(&mut self, now: MonotonicMillis) {
        self.last_sent = now;
    }

    /// PINGRESP came; whether it was awaited.
    pub(super) fn pong(&mut self) -> bool {
        let awaited = matches!(self.awaited, Some((Answer::PingResp, _)));
        if awaited {
            self.awaited = None;
        }
        awaited
    }

    /// Nothing more is sent or awaited.
    pub(super) fn stop(&mut self) {
        self.running = false;
        self.awaited = None;
    }

    /// The time at which [`KeepAlive::handle_time`] has something to do.
    pub(super) fn deadline(&self) -> Option<MonotonicMillis> {
        if !self.running {
            return None;
        }
        match self.awaited {
            Some((answer, since)) => Some(since.plus(seconds(self.timeout(answer)))),
            None if self.keep_alive_seconds == 0 => None,
            None => Some(self.last_sent.plus(seconds(self.keep_alive_seconds))),
        }
    }

    /// Whether PINGREQ is due.
    pub(super) fn handle_time(&mut self, now: MonotonicMillis) -> Result<bool, SessionError> {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return Ok(false);
        }
        match self.awaited {
            None => {
                // From now, not from when it is handed out: a stream that does
                // not take the PINGREQ is as dead as one that does not answer.
                self.awaited = Some((Answer::PingResp, now));
                Ok(true)
            }
            Some((answer @ Answer::ConnAck, _)) => Err(SessionError::ConnectTimeout {
                seconds: self.timeout(answer),
            }),
            Some((answer @ Answer::PingResp, _)) => Err(SessionError::KeepAliveTimeout {
                seconds: self.timeout(answer),
            }),
        }
    }

    fn timeout(&self, answer: Answer) -> u16 {
        match answer {
            Answer::PingResp if self.keep_alive_seconds > 0 => {
                self.response_timeout_seconds.min(self.keep_alive_seconds)
            }
            Answer::PingResp | Answer::ConnAck => self.response_timeout_seconds,
        }
    }
}
