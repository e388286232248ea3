package eu.iot4emissions.runner

import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.obfcm.Values
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.APPEND
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.DSYNC
import java.security.KeyFactory
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate
import java.security.spec.PKCS8EncodedKeySpec
import java.time.Instant
import java.util.Base64
import kotlin.concurrent.thread
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Where a life stops and waits to be killed. */
internal enum class Point {
    /** The Registration Service has answered, and that is not stored yet. */
    REGISTERED,

    /** What leads to a Data Transfer is stored, and it is not sent. */
    BEFORE_PUBLISH,

    /** The broker has a Data Transfer, and the device does not know. */
    BEFORE_PUBACK,

    /** Some parts of a transfer are acknowledged, the next is not sent. */
    MIDST_OF_TRANSFER,

    /** A record is written, and does not bear its name yet. */
    STORING,

    /** Nowhere. */
    NEVER,
}

/**
 * One life of a device in a process of its own: `LifeProgram FOLDER PORT PORT BEGAN FACTOR POINT
 * ACKNOWLEDGED`. At the point it says `at POINT`, and goes no further there; otherwise it says
 * `lived ACQUIRED ACKNOWLEDGED` when so many snapshots are acknowledged in all its lives, and every one
 * that was acquired, and ends.
 */
internal object LifeProgram {
    const val DEVICE = "f371cb00-68ea-4d5d-9bea-d24cbff2ed28"

    @JvmStatic
    fun main(arguments: Array<String>) {
        val (folder, registration, data, began, factor) = arguments
        val point = Point.valueOf(arguments[5])
        val enough = arguments[6].toLong()
        val files = Path.of(folder)
        val device = DeviceId.of(DEVICE)
        val stop = Stop(point)
        val vehicle = LedgerVehicle(files.resolve("ledger"))
        // Whoever started this may be gone.
        thread(isDaemon = true) {
            System.`in`.read()
            Runtime.getRuntime().halt(1)
        }
        val runner = OtaDeviceRunner(
            provisioning(
                device,
                Endpoint.of("127.0.0.1", registration.toInt()),
                Endpoint.of("127.0.0.1", data.toInt()),
            ),
            StoppingTransport(HiveMqTransport(identity(files.resolve("services"))), stop),
            FileRecordStore(files.resolve("device.record")).also { store ->
                var stored = 0
                // Not the first ones: nothing would be lost with them.
                store.written = { if (++stored == 12) stop.blocksAt(Point.STORING) }
            },
            vehicle,
            FastClock(factor.toLong(), Instant.ofEpochMilli(began.toLong())),
            { if (System.getenv("LIFE_TRACE") != null) System.err.println(it) },
        )
        runner.clockTrusted(true)
        runBlocking(Dispatchers.Default) {
            val life = launch { runner.run() }
            runner.status.first { it.accounts.acknowledged >= enough }
            // The last ones are acknowledged, too.
            vehicle.parked = true
            runner.status.first { it.accounts.pending == 0L }
            life.cancelAndJoin()
        }
        val accounts = runner.status.value.accounts
        check(accounts.balance())
        println("lived ${accounts.acquired} ${accounts.acknowledged}")
    }

    /** Of the files that network-services writes. */
    private fun identity(folder: Path): TlsIdentity {
        fun certificate(name: String) = Files.newInputStream(folder.resolve(name)).use {
            CertificateFactory.getInstance("X.509").generateCertificate(it) as X509Certificate
        }
        val pem = Files.readAllLines(folder.resolve("$DEVICE.key")).filterNot { it.startsWith("-----") }
        val key = KeyFactory.getInstance("EC")
            .generatePrivate(PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem.joinToString(""))))
        val keys = TestAuthority.newKeyStore()
        keys.setKeyEntry("device", key, TestAuthority.PASSWORD, arrayOf(certificate("$DEVICE.pem")))
        val trusted = TestAuthority.newKeyStore()
        trusted.setCertificateEntry("authority", certificate("authority.pem"))
        return TlsIdentity(keys, TestAuthority.PASSWORD, trusted)
    }
}

/** Says where the life is, and keeps what does that there; the rest of the device goes on. */
internal class Stop(private val point: Point) {
    private fun says(here: Point): Boolean {
        if (here == point) {
            println("at $here")
            System.out.flush()
        }
        return here == point
    }

    suspend fun at(here: Point) {
        if (says(here)) awaitCancellation()
    }

    fun blocksAt(here: Point) {
        if (says(here)) while (true) Thread.sleep(60_000)
    }
}

/** Each reading is another one, and stands in a file before the device has it. */
private class LedgerVehicle(private val file: Path) : Vehicle {
    private var last = if (Files.exists(file)) Files.readAllLines(file).size else 0

    /** Nothing answers any more. */
    @Volatile
    var parked = false

    override suspend fun readVehicle() = CountingVehicle().readVehicle()

    override suspend fun acquire(): Values? {
        if (parked) return null
        last += 1
        Files.writeString(file, "$last\n", CREATE, APPEND, DSYNC)
        return valuesOf(last)
    }
}

private class StoppingTransport(private val transport: MqttTransport, private val stop: Stop) : MqttTransport {
    override suspend fun connect(endpoint: Endpoint, device: DeviceId): MqttConnection {
        val open = transport.connect(endpoint, device)
        var parts = 0
        return object : MqttConnection by open {
            override suspend fun publish(topic: String, payload: ByteArray) {
                if ("dataDevice" in topic) {
                    stop.at(Point.BEFORE_PUBLISH)
                    if (++parts == 3) stop.at(Point.MIDST_OF_TRANSFER)
                }
                open.publish(topic, payload)
                stop.at(if ("dataDevice" in topic) Point.BEFORE_PUBACK else Point.REGISTERED)
            }
        }
    }
}
