package eu.iot4emissions

/**
 * A text that is not the JSON form of what it should be. [code] is `json-form`, and [path] says
 * where. The message does not repeat what was found: it may be a VIN, or nearly (P-1.5).
 */
public class JsonFormException internal constructor(message: String, path: String) :
    ProtocolException(message, "json-form", path, emptyList())
