package eu.iot4emissions.kafka.broker

import java.io.StringReader
import java.nio.file.Path
import java.util.Properties
import kotlin.io.path.readText

/** What the README shows: the tests run it. */
object Readme {
    private val text = Path.of("README.md").readText()

    fun blocks(language: String): List<String> =
        Regex("```$language\n(.*?)```\n", RegexOption.DOT_MATCHES_ALL).findAll(text)
            .map { it.groupValues[1] }.toList()

    /** The configuration of the connector of this name. */
    fun connector(name: String): Properties = properties().single { it["name"] == name }

    /** The settings of Streams. */
    fun streams(): Properties = properties().single { !it.containsKey("name") }

    private fun properties() =
        blocks("properties").map { Properties().apply { load(StringReader(it)) } }
}
