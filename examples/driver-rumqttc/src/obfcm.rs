//! The OBFCM device: values from a file that something else writes, or a counter.

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use iot4emissions_proto::obfcm::{Kilometres, Litres, Values};

/// Where values come from.
pub(crate) enum Obfcm {
    /// A JSON file, such as `{"totalFuelConsumed":10000,"totalDistanceTravelled":200000}`,
    /// in tenths of the units of P-5.42; read at every acquisition.
    File(PathBuf),
    /// A vehicle that has driven since 2020 without a pause: 50 km and 3 l an hour.
    Simulated,
}

impl Obfcm {
    pub(crate) fn read(&self) -> Result<Values, Box<dyn Error>> {
        let path = match self {
            Self::File(path) => path,
            Self::Simulated => return simulated(),
        };
        Ok(serde_json::from_slice(&fs::read(path)?)?)
    }
}

fn simulated() -> Result<Values, Box<dyn Error>> {
    const THE_YEAR_2020: u64 = 1_577_836_800;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let driven = u32::try_from(now.saturating_sub(THE_YEAR_2020))?;
    Ok(Values {
        total_fuel_consumed: Some(Litres::from_tenths(driven / 120)?),
        total_distance_travelled: Some(Kilometres::from_tenths(driven / 36 * 5)?),
        ..Values::default()
    })
}
