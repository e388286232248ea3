//! The OTA device (P-6): what a driver tells it, and what it asks of its driver.

mod event;
mod input;
mod json;
mod ota_device;
mod output;
mod reason;
mod settings;
mod status;
