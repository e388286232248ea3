package eu.iot4emissions

/**
 * Something breaks a rule of the protocol.
 *
 * The message says what was expected and what was found, and never repeats a VIN (P-1.5).
 *
 * @property code what is wrong, in a stable form such as `too-long`
 * @property path where, as a JSON Pointer (RFC 6901) into the payload; empty where there is none
 * @property issues the problems of a payload, the first 64 of them (P-5.3); empty where there is
 *   no payload
 */
public sealed class ProtocolException(
    message: String,
    public val code: String,
    public val path: String,
    public val issues: List<Issue>,
) : RuntimeException(message)

/** No back-off (P-6.14). */
public class BackoffException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** A certificate that names no device (P-2.2, P-2.3). */
public class CertificateException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** A number that is no part of a configuration (P-5.31, P-5.32). */
public class ConfigurationException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** No country code (P-5.50). */
public class CountryException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** Snapshots that make no Data Transfer message (P-5.40). */
public class DataTransferException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/**
 * A payload that is no message (P-5.3). [code] and [path] are those of the first issue.
 *
 * @property count how many problems there are, listed or not
 */
public class DecodeException internal constructor(
    message: String,
    code: String,
    path: String,
    issues: List<Issue>,
    public val count: Long,
) : ProtocolException(message, code, path, issues)

/** No device ID (P-2.1). */
public class DeviceIdException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** No device secret (P-6.3). */
public class DeviceSecretException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** Access rules that cannot be written for this broker (P-4.1 to P-4.3). */
public class ExportException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** No finding of P-7.9. */
public class FindingException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** Neither a host name nor an IP address (P-5.31). */
public class HostException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** No answer of a broker, or no question to one, by which its rights could be probed (P-4.1 to P-4.3). */
public class ProbeException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** Nothing that may be published, or be published by (P-10). */
public class PublicationException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** A number that is no quantity of the protocol (P-5.5, P-5.43). */
public class QuantityException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/**
 * Bytes that are no device record (P-6.2).
 *
 * @property found the number of bytes of a damaged record, or the version of a later one; null
 *   otherwise
 */
public class RecordException internal constructor(
    message: String,
    code: String,
    public val found: Long?,
) : ProtocolException(message, code, "", emptyList())

/**
 * No cron expression of P-5.33.
 *
 * @property field the name of the field that is wrong, such as `day of month`; null where it is
 *   the text as a whole, or more than one field
 */
public class ScheduleException internal constructor(
    message: String,
    code: String,
    public val field: String?,
) : ProtocolException(message, code, "", emptyList())

/** No sealed device ID (P-1.7). The text does not repeat it. */
public class SealedDeviceIdException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** A device ID that was not sealed or not opened (P-1.7). The text repeats none. */
public class SealingException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** No number of a call between the services (P-5.51). */
public class SequenceException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** Names that the two services cannot bear (P-2.4). */
public class ServiceNamesException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/**
 * A setting of the device that no device could live with (P-6.3).
 *
 * @property setting its name in the vectors' spelling, such as `connect_timeout_seconds`
 */
public class SettingsException internal constructor(
    message: String,
    code: String,
    public val setting: String,
) : ProtocolException(message, code, "", emptyList())

/** Time and values that make no snapshot (P-5.41, P-5.43). */
public class SnapshotException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** No subscription, or no share group of one (P-3.7). */
public class SubscriptionException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** No topic of the protocol, or no topic name of MQTT (P-3.1 to P-3.4, P-3.8). */
public class TopicException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** No topic filter of MQTT (P-3.7). */
public class TopicFilterException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** A text that is no vehicle attribute (P-5.12 to P-5.17). */
public class VehicleAttributeException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/** No vehicle identification number (P-1.1, P-5.11). The text does not repeat it. */
public class VinException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())

/**
 * A text that no UTF-8 can write: it has half a surrogate pair. [code] is `surrogate`. The message
 * does not repeat it.
 */
public class TextException internal constructor(message: String) :
    ProtocolException(message, "surrogate", "", emptyList())

/** Something was used after it was closed. [code] is `closed`. */
public class ClosedException internal constructor(what: String) :
    ProtocolException("expected an open $what, found one that was closed", "closed", "", emptyList())
