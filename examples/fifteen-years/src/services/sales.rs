//! Sales, and whether a segment of the data lies between two owners (P-7.13).

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::services::call::{Call, CallKind, Sequence};
use iot4emissions_proto::services::data::DeviceEntry;
use iot4emissions_proto::time::UnixSeconds;

use super::{Services, seconds};
use crate::days::Millis;

/// A vehicle has another owner.
#[derive(Debug, Clone)]
pub(super) struct Sale {
    device: DeviceId,
    sold: UnixSeconds,
    /// A call with a higher number than this tells of it.
    above: Sequence,
    /// When the Data Service has heard of it.
    heard: Option<UnixSeconds>,
}

impl Services {
    pub(super) fn note_sale(&mut self, vehicle: usize, now: Millis) {
        let record = &self.vehicles[vehicle];
        let Some(binding) = &record.binding else {
            return;
        };
        self.sales.push(Sale {
            device: binding.device.clone(),
            sold: seconds(now),
            above: record.sequence,
            heard: None,
        });
    }

    /// The Data Service has taken a call.
    pub(super) fn heard(&mut self, call: &Call, now: Millis) {
        match call.kind() {
            CallKind::Introduced => {}
            CallKind::Forgotten => self.sales.retain(|sale| sale.device != call.device_id),
            CallKind::Cleared | CallKind::Suspended(_) => {
                let sales = self.sales.iter_mut();
                let unheard = sales.filter(|sale| {
                    let new = sale.heard.is_none() && call.sequence > sale.above;
                    new && sale.device == call.device_id
                });
                unheard.for_each(|sale| sale.heard = Some(seconds(now)));
            }
        }
    }

    /// The Data Service has lost what it heard since a backup, until it is told again.
    pub(super) fn unhear_since(&mut self, then: Millis) {
        for sale in &mut self.sales {
            if sale.heard.is_none_or(|heard| heard >= seconds(then)) {
                (sale.heard, sale.above) = (None, Sequence::LARGEST);
            }
        }
    }

    /// From now on a call with a new number tells of what has not been heard of.
    pub(super) fn may_be_heard(&mut self, vehicle: usize) {
        let record = &self.vehicles[vehicle];
        if let Some(binding) = &record.binding {
            let sales = self.sales.iter_mut();
            let unheard = sales.filter(|it| it.heard.is_none() && it.device == binding.device);
            unheard.for_each(|sale| sale.above = record.sequence);
        }
    }

    /// The sales between which no segment ended: what was acquired before lies with what was
    /// acquired once the Data Service had heard of it.
    pub(crate) fn undivided_sales(&self) -> usize {
        let undivided = self.sales.iter().filter(|sale| {
            let record = self.devices.get(&sale.device).and_then(DeviceEntry::record);
            record.zip(sale.heard).is_some_and(|(record, heard)| {
                let before = UnixSeconds(sale.sold.0 - 1);
                record.segments.of(before) >= record.segments.of(heard)
            })
        });
        undivided.count()
    }
}
