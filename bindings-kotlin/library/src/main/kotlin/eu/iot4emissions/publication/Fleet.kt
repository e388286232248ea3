package eu.iot4emissions.publication

import eu.iot4emissions.ClosedException
import eu.iot4emissions.Native
import eu.iot4emissions.PublicationException
import eu.iot4emissions.columns.TransferColumns
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.VehicleTypes
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.toInternal
import java.math.BigDecimal

/**
 * What a Data Service has stored of a fleet: vehicles by their devices, and their snapshots, in any
 * order. [publish] gives what of it may leave for people (P-10).
 *
 * Several threads may call one fleet: the calls are carried out one after the other. It holds memory
 * outside the JVM's, which [close] gives back at once, and otherwise the garbage collector some
 * time. Each function but [close] and [toString] throws [ClosedException] after [close].
 */
public class Fleet private constructor(private val held: eu.iot4emissions.internal.Fleet) :
    AutoCloseable {
    @Volatile
    private var closed = false

    /** A fleet without vehicles. */
    public constructor() : this(Native.call { eu.iot4emissions.internal.Fleet() })

    /**
     * Adds a vehicle by its device (P-10.1). A device whose snapshots alone are added is not
     * published: nobody says that its vehicle is cleared.
     *
     * @param attributes its papers, of which no more than the allow-list of P-1.6 is kept (P-10.6)
     * @param cleared whether it is cleared now, which is `operational` (P-7.6)
     * @throws PublicationException with code `twice` where the device is there already. It does not
     *   repeat the device ID
     */
    public fun addVehicle(device: DeviceId, attributes: VehicleInfo, cleared: Boolean) {
        open { it.addVehicle(device.text, attributes.toInternal(), cleared) }
    }

    /**
     * Adds snapshots of a device, in any order.
     *
     * @param segment whose time they are of: 0, the first owner's, to 4294967295 (P-10.2)
     * @throws PublicationException with code `segment` for another number
     * @throws eu.iot4emissions.TimeException if one was received before 1970; then none is added
     */
    @JvmOverloads
    public fun addReadings(device: DeviceId, readings: Iterable<Reading>, segment: Long = 0) {
        segment.toSegment()
        val crossing = readings.map { it.toInternal(device.text, segment) }
        open { it.addReadings(crossing) }
    }

    /**
     * Adds all snapshots of Data Transfers, of the first owner's time of each device. Those whose
     * device nobody knows are counted as `no-device` in [PublicationReport.excludedSnapshots]. What
     * was refused when the columns were read is in their `rejected`, not here.
     */
    public fun addTransfers(transfers: TransferColumns) {
        open { } // no rows are no reason to pass over that it is closed
        for (first in 0 until transfers.size step BLOCK) {
            val rows = first until minOf(first + BLOCK, transfers.size)
            val crossing = rows.map { row ->
                val reading = Reading(transfers.snapshot(row), transfers.received(row))
                reading.toInternal(transfers.device(row)?.text, 0)
            }
            open { it.addReadings(crossing) }
        }
    }

    /**
     * What of this fleet may be given to people (P-10.1 to P-10.8): the same for the same fleet, key
     * and settings, in whatever order vehicles and readings were added. The fleet stays as it is.
     *
     * @param key for this publication and no other (P-10.2)
     */
    @JvmOverloads
    public fun publish(
        key: PseudonymKey,
        settings: PublicationSettings = PublicationSettings.DEFAULT,
    ): Publication = open { it.publish(key.bytes(), settings.toInternal()) }.toFacade()

    /**
     * How many cleared vehicles are the only ones of their kind in what is stored, by these
     * attributes (P-10.7).
     */
    public fun uniqueness(by: Set<Attribute>): Uniqueness =
        open { it.uniqueness(by.map { one -> one.toInternal() }) }.toFacade()

    /**
     * How many of any vehicles are the only ones of their kind (P-10.7): what somebody who knows a
     * vehicle's papers, or its papers and an odometer reading, finds in them.
     *
     * @param types each vehicle's types by its device, which may be any texts in any number, and
     *   null where it has none. The odometer readings are those of this fleet ([firstOdometer])
     */
    public fun uniquenessOf(types: Map<DeviceId, List<String?>>): Uniqueness {
        val vehicles = types.map { (device, texts) -> VehicleTypes(device.text, texts.toList()) }
        return open { it.uniquenessOf(vehicles) }.toFacade()
    }

    /**
     * What a device's odometer showed first, of whatever owner, in km with one decimal; of two
     * readings at that time the lower one. Null where no snapshot has it.
     */
    public fun firstOdometer(device: DeviceId): BigDecimal? =
        open { it.firstOdometer(device.text) }?.let { BigDecimal.valueOf(it.toLong(), 1) }

    /**
     * Gives back what the fleet holds; the second time it does nothing. A call of another thread
     * that has begun is carried out to its end.
     */
    override fun close() {
        closed = true
        held.close()
    }

    /** Nothing of what it holds. */
    override fun toString(): String = if (closed) "Fleet(closed)" else "Fleet(open)"

    /** Half of the check is [held]'s: another thread may close the fleet at any moment. */
    private inline fun <T> open(block: (eu.iot4emissions.internal.Fleet) -> T): T {
        if (closed) {
            throw ClosedException(NAME)
        }
        return try {
            Native.call { block(held) }
        } catch (error: IllegalStateException) {
            throw if (closed && error.cause == null) ClosedException(NAME) else error
        }
    }

    private companion object {
        const val NAME = "fleet"

        /** So many rows cross at once: a few hundred kilobytes. */
        const val BLOCK = 4096
    }
}
