package eu.iot4emissions.identity

import java.security.SecureRandom

private val random = SecureRandom()

/** So many random bytes, by the platform's own means: the core draws none (P-6.1). */
internal fun drawn(number: Int): ByteArray = ByteArray(number).also(random::nextBytes)
