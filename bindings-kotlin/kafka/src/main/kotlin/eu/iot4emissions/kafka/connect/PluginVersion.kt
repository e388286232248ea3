package eu.iot4emissions.kafka.connect

/** The version that the plugins say they have, and a test compares with Maven's. */
internal object PluginVersion {
    const val TEXT: String = "0.1.0"
}
