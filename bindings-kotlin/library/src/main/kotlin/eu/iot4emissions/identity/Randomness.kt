package eu.iot4emissions.identity

import java.security.SecureRandom

/** How many random bytes a key and a sealing take (P-1.7); the core refuses another number. */
internal const val KEY_LENGTH = 32

private val random = SecureRandom()

/** So many random bytes, by the platform's own means: the core draws none (P-6.1). */
internal fun drawn(number: Int): ByteArray = ByteArray(number).also(random::nextBytes)
