package eu.iot4emissions

/** The version of this library, which its native part has to be of, too. */
internal object Version {
    const val TEXT: String = "0.1.0"
}
