//! What the members of an envelope are called.

/// The unit of a time that is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    /// Seconds since 1970-01-01T00:00:00Z, decimals or none.
    Seconds,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Milliseconds,
}

/// The names of an envelope's members.
///
/// ```
/// use iot4emissions_proto::envelope::EnvelopeNames;
///
/// let names = EnvelopeNames { topic: "mqtt_topic".into(), ..EnvelopeNames::default() };
/// assert_eq!(names.payload, "payload");
/// let aws = EnvelopeNames::preset("aws-iot").ok_or("no such preset")?;
/// assert_eq!(aws.received, "ts");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnvelopeNames {
    /// The device ID (P-2.1).
    pub device: String,
    /// The topic (P-3.1 to P-3.4), which names the device, too.
    pub topic: String,
    /// The payload.
    pub payload: String,
    /// When the message was received: a number of [`received_unit`](Self::received_unit), or
    /// a text by RFC 3339.
    pub received: String,
    /// The unit of that number.
    pub received_unit: TimeUnit,
}

impl Default for EnvelopeNames {
    /// `device`, `topic`, `payload`, and `received` in seconds.
    fn default() -> Self {
        Self {
            device: "device".to_owned(),
            topic: "topic".to_owned(),
            payload: "payload".to_owned(),
            received: "received".to_owned(),
            received_unit: TimeUnit::Seconds,
        }
    }
}

impl EnvelopeNames {
    /// What widely used sinks write, by their names, with the time's name and unit. The other
    /// members have the default names everywhere.
    const PRESETS: [(&'static str, &'static str, TimeUnit); 6] = [
        ("aws-iot", "ts", TimeUnit::Milliseconds),
        ("emqx", "publish_received_at", TimeUnit::Milliseconds),
        ("fluent-bit", "date", TimeUnit::Seconds),
        ("kafka-connect", "received", TimeUnit::Milliseconds),
        ("mosquitto-sub", "tst", TimeUnit::Seconds),
        ("node-red", "received", TimeUnit::Milliseconds),
    ];

    /// The presets' names.
    pub fn presets() -> impl Iterator<Item = &'static str> {
        Self::PRESETS.into_iter().map(|(name, ..)| name)
    }

    /// The names that a sink writes; `None` for a sink that is not known.
    ///
    /// | preset | what writes it | time |
    /// |---|---|---|
    /// | `aws-iot` | a rule `SELECT *, topic() AS topic, timestamp() AS ts` | `ts`, ms |
    /// | `emqx` | a rule `SELECT *` | `publish_received_at`, ms |
    /// | `fluent-bit` | the MQTT input | `date`, s |
    /// | `kafka-connect` | JSON converters, with and without schemas | none |
    /// | `mosquitto-sub` | `mosquitto_sub -F %J` or `%j`; `-v` | `tst`, RFC 3339 |
    /// | `node-red` | the message object as JSON | none |
    #[must_use]
    pub fn preset(name: &str) -> Option<Self> {
        let (_, received, received_unit) = Self::PRESETS
            .into_iter()
            .find(|(preset, ..)| *preset == name)?;
        Some(Self {
            received: received.to_owned(),
            received_unit,
            ..Self::default()
        })
    }
}
