package eu.iot4emissions

/** No name of a schema (P-5.1, P-5.2). [code] is `schema`. */
public class SchemaException internal constructor(message: String, code: String) :
    ProtocolException(message, code, "", emptyList())
