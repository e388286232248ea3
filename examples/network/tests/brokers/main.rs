//! The exported configurations in the brokers that they are for.
//!
//! Each broker is started on a free port of the loopback interface with the exported
//! files, and asked every question of the small world that the core's own tests use,
//! by clients with certificates of the example's CA. Then come certificates with
//! names that no CA should have signed.
//!
//! One client is added to each configuration that an operator would not have: the
//! oracle, who may do everything. It sees what was published, and publishes what
//! others may receive.
//!
//! Last comes the program of the two services alone, between two such brokers.
//!
//! A test whose broker is not installed is ignored, and says so.

#[path = "../../../../iot4emissions-proto/tests/access_export/differences.rs"]
mod differences;
#[path = "../../../../iot4emissions-proto/tests/access_export/outcome.rs"]
#[allow(dead_code, reason = "two test programs share it")]
mod outcome;
#[path = "../../../../iot4emissions-proto/tests/access_export/question.rs"]
mod question;
#[path = "../../../../iot4emissions-proto/tests/access_export/world.rs"]
#[allow(dead_code, reason = "two test programs share it")]
mod world;

mod asking;
mod certificates;
mod client;
mod hostile;
mod mosquitto;
mod packets;
mod process;
mod rabbitmq;
mod rmqtt;
mod rmqttd;
mod served;
mod site;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let trials: Vec<Trial> = [
        mosquitto::trials(),
        rabbitmq::trials(),
        rmqtt::trials(),
        rmqttd::trials(),
        served::trials(),
    ]
    .into_iter()
    .flatten()
    .collect();
    libtest_mimic::run(&arguments, trials).exit();
}
