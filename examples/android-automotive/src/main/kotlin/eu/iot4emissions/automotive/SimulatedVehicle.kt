package eu.iot4emissions.automotive

import eu.iot4emissions.message.RegistrationRequest
import eu.iot4emissions.obfcm.Values
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.Vin
import java.math.BigDecimal
import java.math.RoundingMode
import java.time.Duration
import java.time.Instant
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow

/**
 * A car with a combustion engine that has driven at 36 km/h with 6 l/100 km since its first day,
 * and bears the VIN that the report prints in its examples.
 */
class SimulatedVehicle(private val now: () -> Instant = Instant::now) : VehicleBus {
    override val ignition: StateFlow<Boolean> = MutableStateFlow(true)
    override val clockTrusted: StateFlow<Boolean> = MutableStateFlow(true)

    override suspend fun readVehicle(): RegistrationRequest =
        RegistrationRequest(Vin.of("JFXHF05K1L4104934"), VehicleInfo.builder().make("Simulated").build())

    override suspend fun acquire(): Values {
        val seconds = Duration.between(FIRST_DAY, now()).seconds.coerceAtLeast(0)
        val kilometres = BigDecimal(seconds).divide(BigDecimal(100), 1, RoundingMode.DOWN)
        return Values(
            totalFuelConsumed = (kilometres * BigDecimal("0.06")).setScale(1, RoundingMode.DOWN),
            totalDistanceTravelled = kilometres,
        )
    }

    private companion object {
        val FIRST_DAY: Instant = Instant.parse("2026-01-01T00:00:00Z")
    }
}
