package eu.iot4emissions

import eu.iot4emissions.access.export.Format
import eu.iot4emissions.access.export.TlsVersion
import eu.iot4emissions.access.export.toInternal
import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.delivery.Party
import eu.iot4emissions.delivery.QoS
import eu.iot4emissions.identity.Service
import eu.iot4emissions.internal.formatText
import eu.iot4emissions.internal.tlsVersionText
import eu.iot4emissions.internal.topicKindText
import eu.iot4emissions.topic.TopicKind
import eu.iot4emissions.topic.toInternal
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** Enumerations cross by their place: names and order have to be the core's. */
class EnumerationsTest {
    private fun names(entries: List<Enum<*>>) = entries.map { it.name }

    @Test
    fun `the members are the core's, in its order`() {
        for ((facade, core) in listOf(
            TopicKind.entries to eu.iot4emissions.internal.TopicKind.entries,
            Party.entries to eu.iot4emissions.internal.Party.entries,
            BrokerRole.entries to eu.iot4emissions.internal.BrokerRole.entries,
            QoS.entries to eu.iot4emissions.internal.QoS.entries,
            Service.entries to eu.iot4emissions.internal.Service.entries,
            Format.entries to eu.iot4emissions.internal.Format.entries,
            TlsVersion.entries to eu.iot4emissions.internal.TlsVersion.entries,
        )) {
            assertEquals(names(core), names(facade))
        }
    }

    @Test
    fun `the words are the core's`() {
        for (kind in TopicKind.entries) assertEquals(topicKindText(kind.toInternal()), kind.text)
        for (format in Format.entries) assertEquals(formatText(format.toInternal()), format.text)
        for (version in TlsVersion.entries) {
            assertEquals(tlsVersionText(version.toInternal()), version.text)
        }
    }
}
