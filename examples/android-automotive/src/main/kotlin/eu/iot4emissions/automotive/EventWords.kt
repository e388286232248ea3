package eu.iot4emissions.automotive

import android.content.res.Resources
import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.device.ConfigurationRefusal
import eu.iot4emissions.device.DailyCap
import eu.iot4emissions.device.DisconnectReason
import eu.iot4emissions.device.EventKind
import eu.iot4emissions.device.SetAsideReason
import java.time.Instant

/** The words for what happened (T-9, P-6.16). */
internal class EventWords(
    private val resources: Resources,
    private val moment: (Instant) -> String,
) {
    fun of(kind: EventKind): String = when (kind) {
        is EventKind.StateChanged -> say(R.string.event_state_changed, say(kind.from.name()), say(kind.to.name()))
        is EventKind.ConnectionFailed -> say(R.string.event_connection_failed, of(kind.broker), of(kind.reason))
        is EventKind.ConnectionLost -> say(R.string.event_connection_lost, of(kind.broker), of(kind.reason))
        is EventKind.SubscriptionRefused -> say(R.string.event_subscription_refused, of(kind.broker), kind.reason)
        EventKind.RegistrationRefused -> say(R.string.event_registration_refused)
        EventKind.RegistrationUnanswered -> say(R.string.event_registration_unanswered)
        EventKind.VehicleUnreadable -> say(R.string.event_vehicle_unreadable)
        EventKind.VehicleRefused -> say(R.string.event_vehicle_refused)
        is EventKind.RequestRefused -> say(R.string.event_request_refused, kind.reason)
        EventKind.NoConfiguration -> say(R.string.event_no_configuration)
        is EventKind.MessageUnreadable -> say(R.string.event_message_unreadable, of(kind.broker))
        is EventKind.ConfigurationApplied -> say(R.string.event_configuration_applied, kind.version)
        is EventKind.ConfigurationRefused -> say(R.string.event_configuration_refused, kind.version, of(kind.reason))
        is EventKind.EndpointSwitched -> say(
            if (kind.fallback) R.string.event_endpoint_fallback else R.string.event_endpoint_back,
            of(kind.broker),
        )
        EventKind.AcquisitionFailed -> say(R.string.event_acquisition_failed)
        is EventKind.SnapshotNotLater -> say(R.string.event_snapshot_not_later, moment(kind.newest))
        is EventKind.SnapshotEvicted -> say(R.string.event_snapshot_evicted, moment(kind.acquired))
        is EventKind.SnapshotsErased -> count(R.plurals.event_snapshots_erased, kind.count)
        is EventKind.SnapshotsSetAside ->
            count(R.plurals.event_snapshots_set_aside, kind.count, of(kind.reason))
        is EventKind.SnapshotsReadmitted -> count(R.plurals.event_snapshots_readmitted, kind.count)
        EventKind.TransferUnacknowledged -> say(R.string.event_transfer_unacknowledged)
        is EventKind.TransferRefused -> say(R.string.event_transfer_refused, kind.reason)
        EventKind.PayloadLimitTooSmall -> say(R.string.event_payload_limit_too_small)
        EventKind.PersistFailed -> say(R.string.event_persist_failed)
        is EventKind.ClockWentBack -> say(R.string.event_clock_went_back, moment(kind.before))
        EventKind.ClockNotTrusted -> say(R.string.event_clock_not_trusted)
        EventKind.ClockTooEarly -> say(R.string.event_clock_too_early)
        is EventKind.DailyCapReached -> say(
            when (kind.cap) {
                DailyCap.CONNECTIONS -> R.string.event_daily_connections
                DailyCap.PERSISTED_BYTES -> R.string.event_daily_bytes
            },
        )
        is EventKind.RecordUnreadable -> say(R.string.event_record_unreadable, kind.fault.code)
        EventKind.FactoryConfigured -> say(R.string.event_factory_configured)
        is EventKind.CertificateRenewed -> say(
            if (kind.otherDevice) R.string.event_certificate_other_device else R.string.event_certificate_renewed,
        )
        EventKind.VehicleChanged -> say(R.string.event_vehicle_changed)
        EventKind.PseudonymRenewed -> say(R.string.event_pseudonym_renewed)
        is EventKind.TestEnded -> say(if (kind.passed) R.string.event_test_passed else R.string.event_test_failed)
    }

    private fun of(broker: BrokerRole): String = say(
        when (broker) {
            BrokerRole.REGISTRATION -> R.string.registration_service
            BrokerRole.DATA -> R.string.data_service
        },
    )

    private fun of(reason: DisconnectReason): String = when (reason) {
        DisconnectReason.NoNetwork -> say(R.string.because_no_network)
        DisconnectReason.NameResolution -> say(R.string.because_name_resolution)
        DisconnectReason.Tcp -> say(R.string.because_tcp)
        DisconnectReason.Tls -> say(R.string.because_tls)
        is DisconnectReason.Refused -> say(R.string.because_refused, reason.code)
        DisconnectReason.Closed -> say(R.string.because_closed)
        DisconnectReason.TimedOut -> say(R.string.because_timed_out)
        DisconnectReason.Protocol -> say(R.string.because_protocol)
    }

    private fun of(refusal: ConfigurationRefusal): String = say(
        when (refusal) {
            ConfigurationRefusal.OLDER_VERSION -> R.string.because_older_version
            ConfigurationRefusal.SAME_VERSION -> R.string.because_same_version
            ConfigurationRefusal.VERSION_TOO_FAR -> R.string.because_version_too_far
            ConfigurationRefusal.FOREIGN_ENDPOINT -> R.string.because_foreign_endpoint
            ConfigurationRefusal.TOO_FREQUENT -> R.string.because_too_frequent
        },
    )

    private fun of(reason: SetAsideReason): String = say(
        when (reason) {
            SetAsideReason.LATER_THAN_CLOCK -> R.string.because_later_than_clock
            SetAsideReason.REFUSED -> R.string.because_broker_refused
        },
    )

    private fun say(text: Int, vararg parts: Any): String = resources.getString(text, *parts)

    private fun count(text: Int, count: Long, vararg parts: Any): String =
        resources.getQuantityString(text, quantity(count), count, *parts)
}
