package eu.iot4emissions.envelope

/** What each line of newline-delimited JSON is. */
public enum class LineForm {
    /** Each line by what it is, of those below and some more that widely used sinks write. */
    EACH,

    /** A payload and nothing around it; its device is not known. */
    PAYLOAD,

    /**
     * An object around a payload:
     * `{"device": "f371cb00", "received": 1622538007, "payload": {"data": […]}}`,
     * `{"topic": "iot4emissions/dataDevice/f371cb00", "payload": "{\"data\":[…]}"}` or
     * `{"topic": "…", "data": […]}`.
     */
    ENVELOPE,
}

internal fun LineForm.toInternal() = eu.iot4emissions.internal.LineForm.entries[ordinal]
