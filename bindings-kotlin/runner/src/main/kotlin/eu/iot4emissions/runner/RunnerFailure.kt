package eu.iot4emissions.runner

import eu.iot4emissions.delivery.BrokerRole

/**
 * Something outside of the device failed. The device was told, and goes on as P-6 has it; this is
 * the cause, for a log.
 */
public sealed interface RunnerFailure {
    /** What was thrown. */
    public val cause: Throwable

    /**
     * The record was not stored: the device keeps the one before in force (P-6.2).
     *
     * @property cause the store's exception
     */
    public data class NotStored(override val cause: Exception) : RunnerFailure

    /**
     * There is no connection, or none any more, by which nobody was asked to end it (P-6.8).
     *
     * @property broker which broker it was
     * @property cause the reason and its cause
     */
    public data class NotConnected(
        public val broker: BrokerRole,
        override val cause: ConnectionException,
    ) : RunnerFailure

    /**
     * The vehicle threw instead of giving no answer.
     *
     * @property cause the vehicle's exception
     */
    public data class VehicleFailed(override val cause: Exception) : RunnerFailure
}

/**
 * The record could not be stored, so that the device knows nothing of what it was told (P-6.2):
 * repeat it. The cause is the store's exception.
 */
public class NotStoredException internal constructor(cause: Exception) :
    Exception("expected a record that can be stored, found one that cannot: $cause", cause)

/** The runner ended before the device had taken in what it was told. */
public class RunnerEndedException internal constructor() :
    IllegalStateException("expected a runner that runs, found one that has ended")
