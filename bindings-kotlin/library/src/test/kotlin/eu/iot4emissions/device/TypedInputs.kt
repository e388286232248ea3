package eu.iot4emissions.device

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.JsonNodeFactory
import com.fasterxml.jackson.databind.node.ObjectNode
import eu.iot4emissions.Vectors
import eu.iot4emissions.backoff.Backoff
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.DeviceSecret
import eu.iot4emissions.identity.SealedDeviceId
import eu.iot4emissions.schedule.Schedule
import java.time.Duration
import java.time.Instant

/** The inputs of `device.json`, made of the facade's values: what their JSON form has to give. */
object TypedInputs {
    /** The JSON form, of which the vectors write a message's payload shorter. */
    fun json(input: JsonNode): JsonNode {
        val message = input["message"] ?: return input
        val payload = JsonNodeFactory.instance.arrayNode()
        Vectors.bytes(message["payload"]).forEach { payload.add(it.toInt() and 0xff) }
        val written = message.deepCopy<ObjectNode>()
        written.set<JsonNode>("payload", payload)
        return JsonNodeFactory.instance.objectNode().set("message", written)
    }

    fun input(json: JsonNode): Input {
        val name = json.textValue() ?: json.fieldNames().next()
        val parts = json[name]
        fun number(part: String) = parts[part].longValue()
        fun reason() = ReasonCode(parts["reason"].intValue())
        return when (name) {
            "provisioningComplete" -> Input.ProvisioningComplete(provisioning(parts))
            "recordUnreadable" ->
                Input.RecordUnreadable(RecordFault.Damaged(parts["damaged"]["length"].longValue()))
            "factoryConfigured" -> Input.FactoryConfigured(factory(parts))
            "certificateRenewed" -> Input.CertificateRenewed(DeviceId.of(parts["device"].textValue()))
            "pseudonymRenewed" -> Input.PseudonymRenewed(pseudonym(parts))
            "registerAgain" -> Input.RegisterAgain
            "vehicleChanged" -> Input.VehicleChanged
            "dataErased" -> Input.DataErased
            "decommissioned" -> Input.Decommissioned
            "wake" -> Input.Wake
            "clockTrusted" -> Input.ClockTrusted(parts["trusted"].booleanValue())
            "networkAvailable" -> Input.NetworkAvailable(parts["available"].booleanValue())
            "ignition" -> Input.Ignition(parts["on"].booleanValue())
            "vehicleRead" ->
                Input.VehicleRead(number("request"), Vectors.registrationRequest(parts["vehicle"]))
            "vehicleUnreadable" -> Input.VehicleUnreadable(number("request"))
            "connected" -> Input.Connected(number("connection"))
            "disconnected" -> Input.Disconnected(
                number("connection"),
                when (val reason = parts["reason"].textValue()) {
                    "closed" -> DisconnectReason.Closed
                    "noNetwork" -> DisconnectReason.NoNetwork
                    else -> error("$reason has no value here")
                },
            )
            "subscribed" -> Input.Subscribed(number("connection"))
            "subscribeRefused" -> Input.SubscribeRefused(number("connection"), reason())
            "message" -> Input.Message(
                number("connection"),
                parts["topic"].textValue(),
                Payload.of(Vectors.bytes(parts["payload"])),
                parts["retain"].booleanValue(),
            )
            "publishAcknowledged" ->
                Input.PublishAcknowledged(number("connection"), number("publish"))
            "publishRefused" ->
                Input.PublishRefused(number("connection"), number("publish"), reason())
            "acquired" -> Input.Acquired(number("request"), Vectors.values(parts["values"]))
            "acquisitionFailed" -> Input.AcquisitionFailed(number("request"))
            "persisted" -> Input.Persisted(number("bytes"))
            "persistFailed" -> Input.PersistFailed
            "statusQuery" -> Input.StatusQuery
            "communicationTest" -> Input.CommunicationTest
            else -> error("$name is no input")
        }
    }

    private fun provisioning(json: JsonNode) = Provisioning(
        DeviceId.of(json["device"].textValue()),
        DeviceSecret.fromHex(json["secret"].textValue()),
        factory(json["factory"]),
        json["data_pseudonym"]?.let(::pseudonym),
    )

    private fun pseudonym(json: JsonNode) = DataPseudonym(
        DeviceId.of(json["device"].textValue()),
        SealedDeviceId.of(json["sealed"].textValue()),
    )

    private fun factory(json: JsonNode) = FactoryConfiguration.of(
        Vectors.endpoint(json["registration_mqtt"]),
        Vectors.endpoint(json["obfcm_data_mqtt"]),
        json["permitted_domains"].map { it.textValue() },
        Schedule.of(json["config_check_frequency"].textValue()),
        settings(json["settings"]),
    )

    private fun settings(json: JsonNode): Settings {
        fun number(name: String) = json[name].longValue()
        fun backoff(name: String) = Backoff.of(
            Duration.ofMillis(json[name]["baseMillis"].longValue()),
            Duration.ofMillis(json[name]["capMillis"].longValue()),
        )
        return Settings(
            connectTimeoutSeconds = number("connect_timeout_seconds"),
            retainedWaitSeconds = number("retained_wait_seconds"),
            answerWaitSeconds = number("answer_wait_seconds"),
            backoff = backoff("backoff"),
            refusalBackoff = backoff("refusal_backoff"),
            acquisitionBackoff = backoff("acquisition_backoff"),
            spreadWindowSeconds = number("spread_window_seconds"),
            storageLimit = number("storage_limit"),
            eventLogLimit = number("event_log_limit"),
            resendWindow = number("resend_window"),
            endpointFailures = number("endpoint_failures"),
            endpointFailureSeconds = number("endpoint_failure_seconds"),
            maxPayload = number("max_payload"),
            refusalsAlone = number("refusals_alone"),
            minAcquireIntervalSeconds = number("min_acquire_interval_seconds"),
            minTransferIntervalSeconds = number("min_transfer_interval_seconds"),
            minConfigCheckIntervalSeconds = number("min_config_check_interval_seconds"),
            dailyConnections = number("daily_connections"),
            dailyPersistedBytes = number("daily_persisted_bytes"),
            earliestTime = Instant.ofEpochSecond(number("earliest_time")),
        )
    }
}
