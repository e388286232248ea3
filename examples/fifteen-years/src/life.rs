//! One device's life: what happens and what arrives, in the order of time, until the
//! fifteen years are over.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{FactoryConfiguration, OtaDevice, Wait};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::ConfigurationVersion;
use iot4emissions_proto::services::data::ConfigurationParameters;
use iot4emissions_proto::services::registration::{StoredData, StoredDataPolicy};
use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};

use crate::agenda::{Agenda, Arrival};
use crate::brokers::{Brokers, GENERATIONS, endpoint_of, permitted_domains, switched_on};
use crate::days::{DAY, END, Millis, START, day_of};
use crate::failure::{Check, Failures};
use crate::flash::Flash;
use crate::habits::{ControlUnits, Frequency, Habits};
use crate::ledger::Ledger;
use crate::link::Link;
use crate::meters::Meters;
use crate::mishap::MishapCounts;
use crate::orders::Orders;
use crate::outcome::Outcome;
use crate::plan::{Happening, Plan};
use crate::random::{Draws, Purpose};
use crate::services::Services;
use crate::vehicle;
use crate::wall_clock::WallClock;

/// A unit, its vehicle and as much of the world as it has to do with.
pub(crate) struct Life<'a> {
    pub(crate) index: u32,
    pub(crate) brokers: &'a Brokers,
    pub(crate) habits: Habits,
    pub(crate) draws: Draws,
    pub(crate) now: Millis,
    pub(crate) until: Millis,
    pub(crate) agenda: Agenda,

    pub(crate) device: OtaDevice,
    pub(crate) wait: Wait,
    pub(crate) is_on: bool,
    pub(crate) booted: Millis,
    pub(crate) clock: WallClock,
    pub(crate) flash: Flash,
    pub(crate) orders: Orders,
    /// The identity and the factory configuration that the driver holds.
    pub(crate) identity: DeviceId,
    pub(crate) factory: FactoryConfiguration,
    /// How many more outputs are carried out before power is lost.
    pub(crate) outputs_left: Option<u32>,
    pub(crate) restart_wanted: bool,
    pub(crate) scrapped: bool,
    /// When it was last told that its owner had its data erased.
    pub(crate) data_erased_at: Millis,
    /// Whether what is stored was damaged on purpose.
    pub(crate) damaged: bool,
    /// How many vehicles the unit has sat in before.
    pub(crate) vehicle: usize,

    pub(crate) link: Option<Link>,
    pub(crate) covered: bool,
    pub(crate) radio_bad: bool,
    pub(crate) generation_seen: [usize; 2],

    pub(crate) services: Services,
    pub(crate) revision: u64,
    pub(crate) ledger: Ledger,
    pub(crate) meters: Meters,
    pub(crate) mishaps: MishapCounts,
    pub(crate) failures: Failures,
    /// When the driver says next that the vehicle is driven, or stands.
    pub(crate) ignition_change: Millis,
    /// Whether nothing goes wrong by chance.
    pub(crate) undisturbed: bool,
    /// Whether what happens is said.
    pub(crate) traced: bool,
    /// How often in a row something was done without time having passed.
    idle_wakes: u32,
}

impl<'a> Life<'a> {
    /// The life that a seed has for device `index`.
    pub(crate) fn drawn(seed: u64, index: u32, brokers: &'a Brokers) -> (Self, Plan) {
        let habits = Habits::drawn(&mut Draws::new(seed, Purpose::Habits, index));
        let plan = Plan::drawn(&mut Draws::new(seed, Purpose::Plan, index));
        let draws = Draws::new(seed, Purpose::Life, index);
        (Self::new(index, habits, draws, brokers), plan)
    }

    pub(crate) fn new(index: u32, habits: Habits, mut draws: Draws, brokers: &'a Brokers) -> Self {
        let parameters = parameters(&habits, 0, 0, false);
        let services = Services::new(vehicle::vin(index, 0), parameters, policy_of(index));
        let factory = factory(&habits, 0);
        Self {
            index,
            brokers,
            identity: vehicle::identity(&mut draws),
            habits,
            draws,
            now: START,
            until: END,
            agenda: Agenda::default(),
            device: OtaDevice::new(),
            wait: Wait::default(),
            is_on: false,
            booted: START,
            clock: WallClock::right(),
            flash: Flash::default(),
            orders: Orders::default(),
            factory,
            outputs_left: None,
            restart_wanted: false,
            scrapped: false,
            data_erased_at: START,
            damaged: false,
            vehicle: 0,
            link: None,
            covered: true,
            radio_bad: false,
            generation_seen: [0; 2],
            services,
            revision: 0,
            ledger: Ledger::default(),
            meters: Meters::default(),
            mishaps: MishapCounts::default(),
            failures: Failures::default(),
            ignition_change: Millis::MAX,
            undisturbed: false,
            traced: false,
            idle_wakes: 0,
        }
    }

    /// Nothing goes wrong by chance, and no operator helps, until the life ends at `until`.
    pub(crate) fn undisturbed(&mut self, until: Millis) {
        self.undisturbed = true;
        self.services.unattended = true;
        self.until = until;
    }

    /// Lives until the end.
    pub(crate) fn live(mut self, plan: &Plan) -> Outcome {
        if plan.taken_at_first {
            let other = vehicle::identity(&mut self.draws);
            self.services.taken_by(other, self.now);
            self.take_news();
        }
        self.agenda.add(self.now, Arrival::Boot);
        let mut happenings = plan.happenings.iter().peekable();
        while !self.scrapped {
            let planned = happenings.peek().map_or(Millis::MAX, |(at, _)| *at);
            let arriving = self.agenda.next_time().unwrap_or(Millis::MAX);
            let (driven, woken) = (self.next_drive(), self.wake_time());
            let next = planned.min(arriving).min(driven).min(woken);
            if next >= self.until {
                break;
            }
            self.pass(next);
            if arriving <= self.now {
                if let Some(arrival) = self.agenda.take(self.now) {
                    self.arrive(arrival);
                }
            } else if planned <= self.now {
                let happening: Option<&(Millis, Happening)> = happenings.next();
                if let Some((_, happening)) = happening {
                    self.happen(*happening);
                }
            } else if driven <= self.now {
                self.tell_ignition();
            } else {
                self.wake();
            }
        }
        self.now = self.now.max(self.until.min(END));
        self.judge()
    }

    /// Says what happens on standard error, where one life is looked at.
    #[allow(clippy::print_stderr)] // It is said to a person at a terminal.
    pub(crate) fn trace(&self, what: impl FnOnce() -> String) {
        if self.traced {
            let seconds = self.now % DAY / 1000;
            eprintln!("day {}, {seconds} s: {}", day_of(self.now), what());
        }
    }

    fn pass(&mut self, next: Millis) {
        if next > self.now {
            self.now = next;
            self.idle_wakes = 0;
        }
        self.idle_wakes += 1;
        if self.idle_wakes == 10_000 {
            let what = format!("woken 10000 times at one moment, for {:?}", self.wait);
            self.fail(Check::Waits, what);
            self.until = self.now;
        }
    }

    /// What both of the unit's clocks show.
    pub(crate) fn clocks(&self) -> Now {
        Now {
            monotonic: MonotonicMillis(self.now.saturating_sub(self.booted)),
            wall: UnixMillis(self.clock.shows(self.now)),
        }
    }

    /// When the device wants to be woken.
    fn wake_time(&self) -> Millis {
        if !self.is_on || self.flash.is_writing() {
            return Millis::MAX;
        }
        let duration = self.wait.duration_from(self.clocks());
        let millis = duration.map(|it| u64::try_from(it.as_millis()).unwrap_or(u64::MAX));
        millis.map_or(Millis::MAX, |millis| self.now.saturating_add(millis))
    }

    /// When the driver says next that the vehicle is driven, or stands.
    fn next_drive(&self) -> Millis {
        if !self.is_on || self.habits.control_units != ControlUnits::SleepTold {
            return Millis::MAX;
        }
        self.ignition_change
    }
}

/// What becomes of stored data where that is a setting, another one for each third of the
/// fleet.
const fn policy_of(index: u32) -> StoredDataPolicy {
    let withdrawal = match index % 3 {
        0 => StoredData::Keep,
        1 => StoredData::Separate,
        _ => StoredData::Erase,
    };
    StoredDataPolicy {
        withdrawal,
        leaving: withdrawal,
        release: StoredData::Keep,
        scrapping: withdrawal,
    }
}

/// What an operator configures a device with, for a generation of brokers. The minute
/// changes with each revision, so that each is another configuration.
pub(crate) fn parameters(
    habits: &Habits,
    generation: usize,
    revision: u64,
    hourly: bool,
) -> ConfigurationParameters {
    let minute = revision % 60;
    let schedule = |frequency: Frequency| frequency.schedule(minute).expect("a schedule");
    let acquire = match hourly {
        true => Frequency::Hourly,
        false => habits.acquire,
    };
    ConfigurationParameters {
        registration_mqtt: endpoint_of(BrokerRole::Registration, generation),
        obfcm_data_mqtt: endpoint_of(BrokerRole::Data, generation),
        acquire_frequency: schedule(acquire),
        transfer_frequency: schedule(habits.transfer),
        config_check_frequency: schedule(habits.check),
        first_version: ConfigurationVersion::FIRST,
    }
}

/// The factory configuration for a generation of brokers.
pub(crate) fn factory(habits: &Habits, generation: usize) -> FactoryConfiguration {
    FactoryConfiguration {
        registration_mqtt: endpoint_of(BrokerRole::Registration, generation),
        obfcm_data_mqtt: endpoint_of(BrokerRole::Data, generation),
        permitted_domains: permitted_domains(generation),
        config_check_frequency: habits.check.schedule(0).expect("a schedule"),
        settings: habits.settings.clone(),
    }
}

/// The generation that an operator configures devices for.
pub(crate) fn generation_at(now: Millis) -> usize {
    let on = |generation: &usize| switched_on(*generation) + 10 * DAY <= now;
    (1..GENERATIONS).rev().find(on).unwrap_or(0)
}
