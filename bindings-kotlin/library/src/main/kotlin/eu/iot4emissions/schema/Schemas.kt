@file:JvmName("Schemas")

package eu.iot4emissions.schema

import eu.iot4emissions.Native
import eu.iot4emissions.SchemaException
import eu.iot4emissions.internal.asyncapiText
import eu.iot4emissions.internal.schemaText
import java.util.Collections

/**
 * The names of all schemas, in the report's order of messages: what may be sent (canonical), then
 * what is understood (accepted). Clauses: P-5.1, P-5.2; JRC127600 §3.3.
 */
public fun schemaNames(): List<String> =
    Collections.unmodifiableList(Native.call { eu.iot4emissions.internal.schemaNames() })

/**
 * The JSON Schema (draft 2020-12) of that name as text, with its members in the order in which they
 * are read. Clauses: P-5.1 to P-5.5; JRC127600 §3.3.
 *
 * @throws SchemaException if it is none of [schemaNames]
 */
public fun schema(name: String): String = Native.call { schemaText(name) }

/**
 * The AsyncAPI 3.0 document of the protocol as text of JSON: both brokers, the four channels, and
 * each party's operations with QoS and retain. Clauses: P-3.1 to P-3.9, P-4.1; JRC127600 §3.1,
 * Table 3.
 */
public fun asyncapi(): String = Native.call { asyncapiText() }
