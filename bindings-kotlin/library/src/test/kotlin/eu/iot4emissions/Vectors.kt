package eu.iot4emissions

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import eu.iot4emissions.identity.SealedDeviceId
import eu.iot4emissions.message.Configuration
import eu.iot4emissions.message.ConfigurationStatus
import eu.iot4emissions.message.ConfiguredState
import eu.iot4emissions.message.DataTransfer
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.message.Message
import eu.iot4emissions.message.RegistrationRequest
import eu.iot4emissions.message.RegistrationStatus
import eu.iot4emissions.obfcm.Snapshot
import eu.iot4emissions.obfcm.Values
import eu.iot4emissions.schedule.Schedule
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.Vin
import org.junit.jupiter.api.DynamicTest
import java.math.BigDecimal
import java.nio.file.Path
import java.time.Instant
import java.util.HexFormat

/** The cases of `schemas/vectors`, and the values that more than one file has. */
object Vectors {
    private val mapper = ObjectMapper()

    /** The cases of one file, such as `messages`. */
    fun cases(file: String): List<JsonNode> {
        val cases = mapper.readTree(Path.of("../../schemas/vectors/$file.json").toFile())["cases"]
        check(cases.size() > 0) { "$file has no cases" }
        return cases.toList()
    }

    /** One test for each case of a file. */
    fun tests(file: String, test: (JsonNode) -> Unit): List<DynamicTest> =
        cases(file).map { DynamicTest.dynamicTest(it["name"].textValue()) { test(it) } }

    /** A text, which may be written as what it repeats. */
    fun text(value: JsonNode): String =
        value.textValue() ?: value["repeat"].textValue().repeat(value["times"].intValue())

    /** Bytes that are written as a text, perhaps with blanks after it, or in hexadecimal digits. */
    fun bytes(value: JsonNode): ByteArray = when {
        value.has("text") ->
            (value["text"].textValue() + " ".repeat(value["blanks"]?.intValue() ?: 0)).toByteArray()
        value.has("hex") -> HexFormat.of().parseHex(value["hex"].textValue())
        else -> error("neither text nor hex")
    }

    fun snapshot(value: JsonNode): Snapshot =
        Snapshot.of(Instant.ofEpochSecond(value["acquired"].longValue()), values(value["values"]))

    /** Values are in tenths. */
    fun values(value: JsonNode): Values {
        fun tenths(name: String) = value[name]?.let { BigDecimal.valueOf(it.longValue(), 1) }
        val known = NAMES_OF_VALUES.count { value.has(it) }
        check(known == value.size()) { "a value of another name" }
        val all = NAMES_OF_VALUES.map(::tenths)
        return Values(all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7])
    }

    fun vehicleInfo(value: JsonNode): VehicleInfo {
        fun text(name: String) = value[name]?.textValue()
        val further = value.fieldNames().asSequence()
            .filter { it !in NAMES_OF_ATTRIBUTES }.associateWith { text(it)!! }
        return VehicleInfo(
            family = text("vfn"),
            manufacturer = text("mh"),
            typeApprovalNumber = text("tan"),
            vehicleType = text("t"),
            variant = text("va"),
            version = text("ve"),
            make = text("mk"),
            testMass = text("mt")?.toInt(),
            carbonDioxideEmissions = text("ewltp")?.toInt(),
            electricEnergyConsumption = text("z")?.toInt(),
            innovativeTechnology = text("it"),
            carbonDioxideReduction = text("erwltp")?.toBigDecimal(),
            further = further,
        )
    }

    fun endpoint(value: JsonNode): Endpoint {
        check(value["protocol"].textValue() == "mqtts")
        return Endpoint.of(value["endpoint"].textValue(), value["port"].intValue())
    }

    fun configuration(value: JsonNode): Configuration = Configuration.of(
        endpoint(value["registrationMqtt"]),
        endpoint(value["obfcmDataMqtt"]),
        Schedule.of(value["acquireFrequency"].textValue()),
        Schedule.of(value["transferFrequency"].textValue()),
        Schedule.of(value["configCheckFrequency"].textValue()),
        value["version"].longValue(),
    )

    fun registrationRequest(value: JsonNode): RegistrationRequest = RegistrationRequest(
        Vin.of(value["vin"].textValue()),
        vehicleInfo(value["vehicleInfo"]),
        value["dataDevice"]?.let { SealedDeviceId.of(it.textValue()) },
    )

    fun configurationStatus(value: JsonNode): ConfigurationStatus {
        val state = ConfiguredState.entries.single { it.text == value["deviceState"].textValue() }
        return ConfigurationStatus(state, configuration(value["configuration"]))
    }

    /** A message of the family that `kind` names. */
    fun message(kind: String, value: JsonNode): Message = when (kind) {
        "registerDevice" -> registrationRequest(value)
        "registerServer" ->
            if (value.isTextual) {
                check(value.textValue() == "registered")
                RegistrationStatus.Registered
            } else {
                RegistrationStatus.Error(value["error"]["text"]?.textValue())
            }
        "configServer" -> configurationStatus(value)
        "dataDevice" -> DataTransfer.of(value.map(::snapshot))
        else -> error("$kind is no kind of message")
    }

    private val NAMES_OF_VALUES = listOf(
        "total_fuel_consumed",
        "total_distance_travelled",
        "total_fuel_consumed_charge_depleting",
        "total_fuel_consumed_charge_increasing",
        "total_distance_charge_depleting_engine_off",
        "total_distance_charge_depleting_engine_running",
        "total_distance_charge_increasing",
        "total_grid_energy_into_battery",
    )

    private val NAMES_OF_ATTRIBUTES = setOf(
        "vfn", "mh", "tan", "t", "va", "ve", "mk", "mt", "ewltp", "z", "it", "erwltp",
    )
}
