//! Sealing and opening device IDs (P-1.7). Keys cross as bytes: the facade holds no object of
//! this crate, so nothing has to be closed.

use iot4emissions_proto::identity::{DeviceId, OpeningKey, SealedDeviceId, SealingKey};

use crate::error::{Fault, FaultClass};

/// Whether the bytes are a public key.
#[uniffi::export]
fn sealing_key_check(key: Vec<u8>) -> Result<(), Fault> {
    SealingKey::from_bytes(&key)?;
    Ok(())
}

/// The ID under which the Data Service is to know the device, sealed for it.
#[uniffi::export]
fn sealing_key_seal(
    key: Vec<u8>,
    data_device: DeviceId,
    device: DeviceId,
    random: Vec<u8>,
) -> Result<SealedDeviceId, Fault> {
    let key = SealingKey::from_bytes(&key)?;
    let random = random.as_slice().try_into().map_err(|_| {
        let text = format!("expected 32 random bytes, found {}", random.len());
        Fault::plain(FaultClass::Sealing, &text, "random")
    })?;
    Ok(key.seal(&data_device, &device, random)?)
}

/// The public key that belongs to a private one.
#[uniffi::export]
fn opening_key_sealing_key(key: Vec<u8>) -> Result<Vec<u8>, Fault> {
    let key = OpeningKey::from_bytes(&key)?.sealing_key();
    Ok(key.to_bytes().to_vec())
}

/// The ID under which the Data Service is to know the device.
#[uniffi::export]
fn opening_key_open(
    key: Vec<u8>,
    sealed: SealedDeviceId,
    device: DeviceId,
) -> Result<DeviceId, Fault> {
    Ok(OpeningKey::from_bytes(&key)?.open(&sealed, &device)?)
}
