//! `access::probe`: what is asked, what is made of the answers, and the packets in between.

mod fake;
mod judgement;
mod packets;
mod plan;
