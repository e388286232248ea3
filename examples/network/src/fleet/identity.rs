//! VINs and device IDs made from the seed.

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};

use super::random::{Draws, Purpose};
use super::season::year;

/// The characters of a VIN (ISO 3779).
const ALPHABET: &[u8; 33] = b"0123456789ABCDEFGHJKLMNPRSTUVWXYZ";

/// Six digits, the part of a VIN that counts vehicles.
const SERIALS: u32 = 1_000_000;

/// Three characters of [`ALPHABET`], the next higher digits of the count.
const SERIES: u32 = 33 * 33 * 33;

/// Where counting starts in one fleet, and how it goes on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbering {
    first_serial: u32,
    first_series: u32,
}

impl Numbering {
    /// The numbering of the fleet of `seed`.
    pub(super) fn new(seed: u64) -> Self {
        let mut draws = Draws::new(seed, Purpose::Fleet, 0);
        Self {
            first_serial: draws.below(SERIALS),
            first_series: draws.below(SERIES),
        }
    }

    /// The VIN of the vehicle at `index`, different from that of every other
    /// index: series and serial count on, and do not repeat within `u32`.
    ///
    /// Its sections are those of ISO 3779: world manufacturer identifier (of the
    /// type's family); three characters of the variant and the series as
    /// description; year, plant and serial number as indicator, the last four
    /// being digits. There is no check digit (P-5.11).
    pub(super) fn vin(self, index: u32, info: &VehicleInfo, produced: UnixSeconds) -> Vin {
        let serial = self.serial(index);
        let series = (self.first_series + index / SERIALS) % SERIES;
        let family = info.interpolation_family();
        let manufacturer = family.map_or("000", |family| family.world_manufacturer_identifier);
        let variant = info.variant.as_ref().map_or("", |variant| variant.as_str());
        let model = variant
            .chars()
            .filter(|c| c.is_ascii() && ALPHABET.contains(&(*c as u8)));
        let model: String = model.chain("000".chars()).take(3).collect();
        let digit = |value: u32| ALPHABET[(value % 33) as usize] as char;
        let series: String = [series / 33 / 33, series / 33, series]
            .map(digit)
            .iter()
            .collect();
        let year = year_code(produced);
        let text = format!("{manufacturer}{model}{series}{year}A{serial:06}");
        // Every part has its length and alphabet by construction.
        text.parse().expect("parts of a VIN make a VIN")
    }

    fn serial(self, index: u32) -> u64 {
        // Coprime to the number of serials, so no two of them are the same, and
        // neighbours look unlike.
        let step = u64::from(index % SERIALS) * 387_413;
        (u64::from(self.first_serial) + step) % u64::from(SERIALS)
    }
}

/// The tenth character of a VIN for a year: `L` for 2020, and so on without the
/// letters and the digit that ISO 3779 leaves out.
fn year_code(produced: UnixSeconds) -> char {
    const YEARS: &[u8; 30] = b"ABCDEFGHJKLMNPRSTVWXY123456789";
    // The letters start with 1980 and with 2010.
    YEARS[(year(produced).saturating_sub(1980) % 30) as usize] as char
}

/// A device ID in the shape of a lower-case version 4 UUID, which P-2.1
/// recommends. It is drawn on its own: nothing in it tells the VIN (P-1.5).
pub(super) fn device_id(draws: &mut Draws) -> DeviceId {
    let mut bytes = draws.sixteen_bytes();
    // RFC 9562: version 4, variant 10.
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut text = String::with_capacity(36);
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text.parse().expect("a UUID is a device ID")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_is_told_as_iso_3779_does() {
        let code = |seconds| year_code(UnixSeconds(seconds));
        // The second day of each year.
        assert_eq!(code(1_577_923_200), 'L');
        assert_eq!(code(1_609_545_600), 'M');
        assert_eq!(code(1_704_153_600), 'R');
        assert_eq!(code(1_735_776_000), 'S');
    }

    #[test]
    fn every_serial_number_is_used_once() {
        let numbering = Numbering::new(5);
        let mut used = vec![false; SERIALS as usize];
        for index in 0..SERIALS {
            let serial = numbering.serial(index) as usize;
            assert!(!std::mem::replace(&mut used[serial], true), "{index}");
        }
    }

    #[test]
    fn vins_stay_unlike_when_the_serial_numbers_are_used_up() {
        let types = super::super::VehicleType::built_in().unwrap();
        let numbering = Numbering::new(0);
        let vin = |index| numbering.vin(index, types[1].info(), UnixSeconds(1_609_545_600));
        assert_ne!(vin(7), vin(7 + SERIALS));
        assert_eq!(vin(7).as_str()[11..], vin(7 + SERIALS).as_str()[11..]);
        assert_ne!(vin(0), vin(u32::MAX));
    }
}
