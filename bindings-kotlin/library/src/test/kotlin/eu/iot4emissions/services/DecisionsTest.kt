package eu.iot4emissions.services

import eu.iot4emissions.ConfigurationException
import eu.iot4emissions.CountryException
import eu.iot4emissions.TimeException
import eu.iot4emissions.identity.OpeningKey
import eu.iot4emissions.message.ConfiguredState
import eu.iot4emissions.message.Profile
import eu.iot4emissions.message.RegistrationStatus
import eu.iot4emissions.services.call.Answer
import eu.iot4emissions.services.call.Call
import eu.iot4emissions.services.call.CallContent
import eu.iot4emissions.services.call.CallKind
import eu.iot4emissions.services.call.Sequence
import eu.iot4emissions.services.clearance.Clearance
import eu.iot4emissions.services.clearance.SuspensionReason
import eu.iot4emissions.services.data.DataDevice
import eu.iot4emissions.services.data.Denial
import eu.iot4emissions.services.data.DeviceEntry
import eu.iot4emissions.services.data.DeviceRecord
import eu.iot4emissions.services.data.Known
import eu.iot4emissions.services.data.LastCall
import eu.iot4emissions.services.data.Reception
import eu.iot4emissions.services.data.Subject
import eu.iot4emissions.services.data.Withdrawal
import eu.iot4emissions.services.data.answer
import eu.iot4emissions.services.data.receive
import eu.iot4emissions.services.data.reconfigure
import eu.iot4emissions.services.data.reissue
import eu.iot4emissions.services.data.restartNumbers
import eu.iot4emissions.services.data.retire
import eu.iot4emissions.services.data.subject
import eu.iot4emissions.services.data.untold
import eu.iot4emissions.services.registration.Effect
import eu.iot4emissions.services.registration.Event
import eu.iot4emissions.services.registration.OperatorNotice
import eu.iot4emissions.services.registration.decide
import eu.iot4emissions.services.registration.isMemberState
import eu.iot4emissions.services.registration.statusOf
import eu.iot4emissions.vehicle.VehicleInfo
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import eu.iot4emissions.services.data.OperatorNotice as DataNotice

/** The services' decisions (P-7): what the vectors do not show. */
class DecisionsTest {
    private val notCleared = Clearance.Suspended(SuspensionReason.NOT_CLEARED)

    @Test
    fun `P-7_1 a call goes from one service to the other`() {
        val attributes = VehicleInfo(manufacturer = "FIAT GROUP")
        val requested = decide(Samples.vehicle, Event.Requested(Samples.device, attributes))
        assertEquals(listOf(Effect.CallDataService), requested.effects)
        val call = requested.record.outstanding()!!
        assertEquals(Samples.call(1, CallContent.Introduced(attributes)), call)
        assertEquals(CallKind.Introduced, call.kind)
        val known = Samples.told(null, call)
        assertEquals(attributes, known.attributes)
        assertEquals(7, known.configuration.version)
        assertEquals(listOf(notCleared, notCleared), listOf(requested.record.clearance, known.clearance))
        val (record, effects) = decide(
            requested.record, Event.CallAnswered(Samples.device, call.sequence, Answer.Applied),
        )
        val registered = RegistrationStatus.Registered
        assertEquals(listOf(Effect.PublishStatus(Samples.device, registered)), effects)
        assertEquals(mapOf(Samples.device to registered), record.retained())
        assertEquals(registered, statusOf(Samples.device, listOf(record)))
        assertNull(statusOf(Samples.other, listOf(record)))
    }

    @Test
    fun `P-7_16 two services know a device by two IDs`() {
        val key = OpeningKey.generate()
        val sealed = key.sealingKey.seal(Samples.other, Samples.device)
        val requested =
            Event.Requested(Samples.device, VehicleInfo.EMPTY, dataDevice = sealed)
        val vehicle = decide(Samples.vehicle, requested).record
        assertEquals(sealed, vehicle.binding!!.dataDevice)
        val call = vehicle.outstanding()!!
        assertEquals(Samples.call(1, CallContent.Introduced(VehicleInfo.EMPTY, sealed)), call)
        assertFalse(Samples.other.text in call.toJson())
        val opened = DataDevice.Opened(key.open(sealed, Samples.device))
        val found = subject(call, Known(dataDevice = opened))
        assertEquals(Subject.Found(Samples.other, link = true, replaced = null), found)
        val record = Samples.told(null, Call(Samples.other, call.sequence, call.content))
        val contents = listOf(
            CallContent.Cleared(), CallContent.Suspended(SuspensionReason.PAUSE),
            CallContent.Forgotten,
        )
        for (content in contents) {
            val about = subject(Samples.call(2, content), Known(linked = record))
            assertEquals(Subject.Found(Samples.other, link = false, replaced = null), about)
        }
    }

    @Test
    fun `P-7_16 another ID retires the one before`() {
        val named = DeviceEntry.Introduced(Samples.cleared())
        val known = Known(named, dataDevice = DataDevice.Opened(Samples.other))
        val found = subject(Samples.call(3, Samples.introduction), known)
        assertEquals(Subject.Found(Samples.other, link = true, replaced = Samples.device), found)
        val retired = retire(Samples.cleared(), Samples.parameters, Samples.now)
        assertEquals(notCleared, retired.clearance)
        assertEquals(Sequence.of(2), retired.last.sequence)
        assertEquals(ConfiguredState.INITIALIZED, retired.status.deviceState)
        val refused = subject(
            Samples.call(3, Samples.introduction), Known(named, dataDevice = DataDevice.Unopened),
        )
        assertEquals(Subject.Answered(Answer.DataDeviceRefused), refused)
    }

    @Test
    fun `P-7_11 a Registration Service from a backup gets ahead`() {
        val known = DeviceEntry.Introduced(Samples.cleared())
        val late = Samples.call(1, Samples.introduction)
        val (entry, answer) = answer(known, late, Samples.parameters, Samples.now)
        val overtaken = Answer.Overtaken(Sequence.of(2))
        assertEquals(known, entry)
        assertEquals(overtaken, answer)
        assertEquals(Sequence.of(2), answer.lastKnown)
        val requested =
            decide(Samples.vehicle, Event.Requested(Samples.device, VehicleInfo.EMPTY)).record
        val decision = decide(
            requested, Event.CallAnswered(Samples.device, Sequence.of(1), overtaken),
        )
        val notice =
            OperatorNotice.Misnumbered(Samples.device, Sequence.of(1), last = Sequence.of(2))
        assertEquals(listOf(Effect.Raise(notice), Effect.CallDataService), decision.effects)
        assertEquals(listOf(notice), decision.notices)
        Samples.told(Samples.cleared(), decision.record.outstanding()!!)
    }

    @Test
    fun `P-7_11 nobody suspends what was not told again`() {
        val before = Samples.cleared()
        val after = Samples.told(before, Samples.call(3, CallContent.Cleared()))
        assertEquals(emptyList<Any>(), untold(listOf(before), listOf(after)))
        assertEquals(listOf(Samples.device), untold(listOf(before), listOf(before)))
        val restarted = restartNumbers(before, Samples.parameters, Samples.now)
        assertEquals(LastCall(Sequence.NONE, CallKind.Introduced), restarted.last)
        assertEquals(notCleared, restarted.clearance)
    }

    @Test
    fun `P-7_12 what a suspended device shows is noted`() {
        val denied = receive(Samples.introduced(), Samples.payload)
        assertEquals(Reception.Denied(Denial(1, 1)), denied)
        val (noted, notice) = Samples.introduced().note(Denial(1, 1))
        assertEquals(DataNotice.StillSending(Samples.device, 7), notice)
        assertNull(noted.note(Denial(1, 1)).notice)
        val again = reissue(noted, 1000, Samples.now)
        assertEquals(1000L to 0L, again.status.configuration.version to again.stillSending)
        val refused = assertThrows<ConfigurationException> {
            reissue(again, (1L shl 24) + 1001, Samples.now)
        }
        assertEquals("too-far", refused.code)
        for (version in listOf(0L, -1L, 1L shl 32)) {
            assertThrows<ConfigurationException> { reissue(again, version, Samples.now) }
        }
    }

    @Test
    fun `P-7_6 an operator reconfigures`() {
        val daily = Samples.parameters("0 0 0 ? * * *")
        val changed = reconfigure(Samples.cleared(), daily, Samples.now)!!
        assertEquals("0 0 0 ? * * *", changed.configuration.transferFrequency.text)
        assertEquals(Samples.cleared().configuration.version + 1, changed.configuration.version)
        assertNull(reconfigure(changed, daily, Samples.now))
    }

    @Test
    fun `P-7_7 what is read becomes messages, by the profile`() {
        val accepted = receive(Samples.cleared(), Samples.payload) as Reception.Accept
        assertEquals(1, accepted.message.snapshots.size)
        assertTrue(accepted.deviations.isEmpty())
        val quoted = Samples.payload.decodeToString().replace("32.5", "\"32.5\"").toByteArray()
        val tolerant = receive(Samples.cleared(), quoted) as Reception.Accept
        assertEquals(listOf("/data/0/tfc"), tolerant.deviations.map { it.pointer })
        val strict = receive(Samples.cleared(), quoted, Profile.STRICT) as Reception.Quarantine
        assertEquals(listOf("/data/0/tfc"), strict.error.issues.map { it.pointer })
        assertEquals(Reception.Unknown, receive(null, Samples.payload))
    }

    @Test
    fun `P-7_7 what was acquired before a withdrawal ended is not kept`() {
        val withdrawn: DeviceRecord = Samples.told(
            Samples.cleared(),
            Samples.call(3, CallContent.Suspended(SuspensionReason.NOT_CLEARED)),
        )
        assertEquals(Withdrawal.Lasts, withdrawn.withdrawal)
        val record = Samples.told(withdrawn, Samples.call(4, CallContent.Cleared()))
        assertEquals(Withdrawal.EndedAt(Samples.now), record.withdrawal)
        for ((seconds, kept) in listOf(-1L to false, 0L to true)) {
            val acquired = Samples.now.epochSecond + seconds
            val payload = """{"data":[{"acquired":$acquired,"tfc":1.0}]}""".toByteArray()
            val received = receive(record, payload) as Reception.Accept
            assertEquals(kept, record.keeps(received.message.snapshots.single()))
        }
    }

    @Test
    fun `P-7_13 a new segment begins by a call that says so`() {
        val pause = SuspensionReason.PAUSE
        val beginning = listOf(CallContent.Cleared(true), CallContent.Suspended(pause, true))
        val others = listOf(
            CallContent.Cleared(), CallContent.Suspended(pause), Samples.introduction,
            CallContent.Forgotten,
        )
        assertTrue(beginning.all { it.beginsSegment })
        assertTrue(others.none { it.beginsSegment })
        for (content in beginning) {
            val record = Samples.told(Samples.cleared(), Samples.call(3, content))
            assertEquals(1, record.segments.present)
            assertEquals(listOf(Samples.now), record.segments.begun)
            assertTrue(record.last.newSegment)
        }
    }

    @Test
    fun `P-7_14 what is forgotten leaves a tombstone`() {
        val known = DeviceEntry.Introduced(Samples.cleared())
        val call = Samples.call(3, CallContent.Forgotten)
        val (entry, answer) = answer(known, call, Samples.parameters, Samples.now)
        assertEquals(Answer.Applied, answer)
        assertTrue(entry!!.isForgotten)
        assertFalse(known.isForgotten)
        assertNull(entry.deviceRecord)
        assertEquals(Sequence.of(3), entry.last)
    }

    @Test
    fun `a time before 1970 is refused`() {
        val early = Samples.now.minusSeconds(3_000_000_000)
        val call = Samples.call(1, Samples.introduction)
        val refused =
            assertThrows<TimeException> { answer(null, call, Samples.parameters, early) }
        assertEquals("before-1970", refused.code)
        assertThrows<TimeException> { reissue(Samples.cleared(), null, early) }
    }

    @Test
    fun `P-7_4 countries`() {
        assertTrue(isMemberState("FR"))
        assertFalse(isMemberState("NO"))
        val refused = assertThrows<CountryException> { isMemberState("fr") }
        assertTrue("two capitals" in refused.message!!)
    }
}
