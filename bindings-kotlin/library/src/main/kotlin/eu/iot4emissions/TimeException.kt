package eu.iot4emissions

/**
 * A time or a duration that the protocol cannot have. [code] is `before-1970`, `fraction` where
 * whole seconds are meant, or `negative`.
 */
public class TimeException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())
