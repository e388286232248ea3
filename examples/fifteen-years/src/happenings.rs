//! What befalls the unit, and what arrives, as inputs of its device.

use iot4emissions_proto::device::Input;

use crate::agenda::Arrival;
use crate::days::SECOND;
use crate::failure::Check;
use crate::habits::TellsCoverage;
use crate::ledger::Cause;
use crate::life::{Life, factory, generation_at, parameters};
use crate::mishap::Mishap;
use crate::orders::Order;
use crate::plan::{Happening, Telling};
use crate::services::{Errand, Word};
use crate::vehicle;
use crate::wall_clock::ClockFault;

/// How often the Data Service may answer a call in vain before it is said never to end.
const CALLS_IN_VAIN: u32 = 50;

impl Life<'_> {
    pub(crate) fn happen(&mut self, happening: Happening) {
        self.trace(|| format!("{happening:?}"));
        match happening {
            Happening::ClockFails(fault) => {
                self.count_clock(fault);
                self.clock.fail(fault, self.now);
                self.give(Input::Wake);
            }
            Happening::ClockRight => {
                self.clock.set_right();
                self.give(Input::Wake);
            }
            Happening::TrustLost => {
                self.mishaps.count(Mishap::ClockNeverTrusted);
                self.clock.trusted = false;
                self.give(Input::ClockTrusted { trusted: false });
            }
            Happening::TrustBack => {
                self.clock.trusted = true;
                self.give(Input::ClockTrusted { trusted: true });
            }
            Happening::CoverageLost => self.cover(false),
            Happening::CoverageBack => self.cover(true),
            Happening::RadioBad => self.radio_bad = true,
            Happening::RadioGood => self.radio_bad = false,
            Happening::Reboot { off, looped } => {
                if looped {
                    self.mishaps.count(Mishap::RebootLoop);
                }
                self.lose_power(off);
            }
            Happening::PowerLossAt { outputs } => self.outputs_left = Some(outputs),
            Happening::FirmwareRolledBack => {
                self.lose_power(30 * SECOND);
                if self.flash.written_by_later_version() {
                    self.mishaps.count(Mishap::FirmwareRolledBack);
                }
            }
            Happening::RecordDamaged { place } => {
                self.lose_power(10 * SECOND);
                self.damaged = true;
                self.flash.damage(place);
            }
            Happening::PersistFails { length } => self.flash.fails_until = self.now + length,
            Happening::Ordered(order) => self.order(order),
            Happening::Told(word, telling) => self.tell(word, telling),
            Happening::Reconfigured { hourly } => {
                self.revision += 1;
                let generation = generation_at(self.now);
                let parameters = parameters(&self.habits, generation, self.revision, hourly);
                self.services.reconfigure(parameters, self.now);
                self.take_news();
            }
            Happening::DataBackup => self.services.back_data_up(self.now),
            Happening::DataRestore => self.restore_data(),
            Happening::RegistrationBackup => self.services.back_registration_up(),
            Happening::RegistrationRestore => self.restore_registration(),
            Happening::Test => self.test(),
            Happening::Query => self.give(Input::StatusQuery),
        }
    }

    fn count_clock(&mut self, fault: ClockFault) {
        if self.is_on && self.clock.trusted {
            self.mishaps.count(match fault {
                ClockFault::Year2000 => Mishap::ClockInYear2000,
                ClockFault::Year2045 => Mishap::ClockInYear2045,
                ClockFault::Ahead { .. } => Mishap::ClockRanAhead,
                ClockFault::Creep { .. } => Mishap::ClockCreptBack,
            });
        }
    }

    fn cover(&mut self, covered: bool) {
        if self.covered == covered {
            return;
        }
        self.covered = covered;
        if !covered {
            self.coverage_gone();
        }
        if self.habits.coverage == TellsCoverage::InTime {
            if !covered {
                self.mishaps.count(Mishap::GapTold);
            }
            self.give(Input::NetworkAvailable { available: covered });
        }
    }

    fn order(&mut self, order: Order) {
        match order {
            Order::Factory(generation) => self.factory = factory(&self.habits, generation),
            Order::Certificate { other_id: true } => {
                self.identity = vehicle::identity(&mut self.draws);
            }
            Order::VehicleChanged => {
                self.vehicle += 1;
                self.services
                    .swapped_into(vehicle::vin(self.index, self.vehicle));
            }
            Order::Certificate { other_id: false }
            | Order::RegisterAgain
            | Order::DataErased
            | Order::Decommission => {}
        }
        self.orders.add(order);
        self.give_orders();
    }

    fn tell(&mut self, word: Word, telling: Telling) {
        match telling {
            Telling::Sale => self.mishaps.count(match word {
                Word::Sold(true) => Mishap::SoldWithConsent,
                _ => Mishap::Sold,
            }),
            Telling::Withdrawal => self.mishaps.count(Mishap::Withdrawn),
            Telling::Erasure => self.mishaps.count(Mishap::ErasedByOwner),
            Telling::Scrapping => self.mishaps.count(Mishap::Scrapped),
            Telling::Pause => self.mishaps.count(Mishap::Paused),
            Telling::First | Telling::Again => {}
        }
        self.services.told(word, self.now);
        self.take_news();
        // A vehicle that comes back after an erasure has its unit register again.
        let comes_back = word == Word::Registered && telling == Telling::Again;
        if comes_back && self.services.has_no_device() {
            self.order(Order::RegisterAgain);
        }
    }

    fn restore_data(&mut self) {
        self.mishaps.count(Mishap::DataServiceRestored);
        for snapshot in self.services.restore_data(self.now) {
            self.ledger
                .lost_at_service(crate::ledger::number_of(&snapshot));
        }
        self.take_news();
        self.judge_erasure();
    }

    fn restore_registration(&mut self) {
        self.mishaps.count(Mishap::RegistrationServiceRestored);
        let lost = self.services.restore_registration(&self.identity, self.now);
        self.take_news();
        if lost {
            self.order(Order::RegisterAgain);
        }
    }

    pub(crate) fn arrive(&mut self, arrival: Arrival) {
        match arrival {
            Arrival::Connected(connection) => self.give(Input::Connected { connection }),
            Arrival::Subscribed(connection) => self.give(Input::Subscribed { connection }),
            Arrival::SubscribeRefused(connection, reason) => {
                self.give(Input::SubscribeRefused { connection, reason });
            }
            Arrival::Message {
                connection,
                topic,
                payload,
                retain,
            } => self.give(Input::Message {
                connection,
                topic: topic.into(),
                payload: payload.into(),
                retain,
            }),
            Arrival::Acknowledged(connection, publish, numbers) => {
                let input = Input::PublishAcknowledged {
                    connection,
                    publish,
                };
                self.give_for(input, &Cause::Acknowledged(numbers));
            }
            Arrival::Refused(connection, publish, reason) => self.give(Input::PublishRefused {
                connection,
                publish,
                reason,
            }),
            Arrival::Disconnected(connection, reason) => self.disconnected(connection, reason),
            Arrival::Values(request) => {
                let (number, values) = self.ledger.answer(self.now, self.habits.plug_in);
                self.give_for(
                    Input::Acquired { request, values },
                    &Cause::Acquired(number),
                );
            }
            Arrival::NoValues(request) => {
                self.mishaps.count(Mishap::VehicleSilent);
                self.give(Input::AcquisitionFailed { request });
            }
            Arrival::Vehicle(request) => {
                let vehicle = Box::new(vehicle::says(vehicle::vin(self.index, self.vehicle)));
                self.give(Input::VehicleRead { request, vehicle });
            }
            Arrival::NoVehicle(request) => {
                self.mishaps.count(Mishap::VehicleSilent);
                self.give(Input::VehicleUnreadable { request });
            }
            Arrival::Written => {
                self.written();
                self.drain();
            }
            Arrival::Trusted => {
                if self.clock.trusted {
                    self.give(Input::ClockTrusted { trusted: true });
                }
            }
            Arrival::Orders => {
                self.provision();
                self.give_orders();
            }
            Arrival::Boot => self.boot(),
            Arrival::Errand(errand) => self.run(errand),
        }
    }

    fn run(&mut self, errand: Errand) {
        self.trace(|| format!("errand {errand:?}"));
        if matches!(errand, Errand::Release { .. }) {
            self.mishaps.count(Mishap::VinTaken);
        }
        self.services
            .run(errand, self.now, &mut self.draws, &mut self.mishaps);
        self.take_news();
        if self.services.calls_in_vain() == CALLS_IN_VAIN {
            let what = format!("{CALLS_IN_VAIN} answers to a call changed nothing");
            self.fail(Check::CallsEnd, what);
        }
    }
}
