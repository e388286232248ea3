//! Devices that the two services know by different IDs (P-1.7, P-7.16).

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::services::call::{Answer, Call};
use iot4emissions_proto::services::data::{self, DataDevice, DeviceEntry, DeviceRecord, Known};

/// The device ID that an introduction brings sealed, which the core borrows.
#[derive(uniffi::Enum)]
pub enum DataDeviceParts {
    /// There is none.
    Absent,
    /// It cannot be opened.
    Unopened,
    /// It was opened.
    Opened {
        /// The ID.
        device: DeviceId,
        /// Whether there is a record under this ID.
        known: bool,
    },
}

impl DataDeviceParts {
    fn as_core(&self) -> DataDevice<'_> {
        match self {
            Self::Absent => DataDevice::Absent,
            Self::Unopened => DataDevice::Unopened,
            Self::Opened { device, known } => DataDevice::Opened {
                device,
                known: *known,
            },
        }
    }
}

/// What a call is about, or the answer to a call that takes no effect.
#[derive(uniffi::Enum)]
pub enum SubjectParts {
    /// It is about this device.
    Found {
        /// The device.
        device: DeviceId,
        /// Whether the link is to be stored.
        link: bool,
        /// The device that is replaced.
        replaced: Option<DeviceId>,
    },
    /// It is answered.
    Answered {
        /// The answer.
        answer: Answer,
    },
}

/// Which device a call is about (P-7.16).
#[uniffi::export]
fn data_subject(
    call: Call,
    named: Option<DeviceEntry>,
    linked: Option<DeviceRecord>,
    data_device: DataDeviceParts,
) -> SubjectParts {
    let known = Known {
        named: named.as_ref(),
        linked: linked.as_ref(),
        data_device: data_device.as_core(),
    };
    match data::subject(&call, known) {
        Ok(data::Subject {
            device,
            link,
            replaced,
        }) => SubjectParts::Found {
            device,
            link,
            replaced,
        },
        Err(answer) => SubjectParts::Answered { answer },
    }
}
