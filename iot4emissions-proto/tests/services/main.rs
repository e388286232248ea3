//! The services' decisions, each test named after its rule.

mod data;
mod registration;

use iot4emissions_proto::identity::DeviceId;

fn device(name: &str) -> DeviceId {
    name.parse().unwrap()
}
