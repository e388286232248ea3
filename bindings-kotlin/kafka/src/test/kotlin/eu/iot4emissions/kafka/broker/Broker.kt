package eu.iot4emissions.kafka.broker

import kafka.server.KafkaConfig
import kafka.server.KafkaRaftServer
import kafka.tools.StorageTool
import org.apache.kafka.common.Uuid
import org.apache.kafka.common.utils.Time
import java.io.OutputStream
import java.io.PrintStream
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.file.Path
import java.util.Properties
import kotlin.io.path.outputStream

/** One Kafka node in KRaft mode, broker and controller, in this process and on loopback alone. */
class Broker(folder: Path) : AutoCloseable {
    val servers: String
    private val server: KafkaRaftServer

    init {
        val (port, controllerPort) = freePorts(2)
        servers = "127.0.0.1:$port"
        val settings = mapOf(
            "process.roles" to "broker,controller",
            "node.id" to "1",
            "controller.quorum.voters" to "1@127.0.0.1:$controllerPort",
            "controller.listener.names" to "CONTROLLER",
            "listeners" to "PLAINTEXT://$servers,CONTROLLER://127.0.0.1:$controllerPort",
            "listener.security.protocol.map" to "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs" to "${folder.resolve("log")}",
            "num.partitions" to "1",
            "offsets.topic.num.partitions" to "1",
            "offsets.topic.replication.factor" to "1",
            "transaction.state.log.num.partitions" to "1",
            "transaction.state.log.replication.factor" to "1",
            "transaction.state.log.min.isr" to "1",
            "group.initial.rebalance.delay.ms" to "0",
        )
        val file = folder.resolve("server.properties")
        file.outputStream().use { Properties().apply { putAll(settings) }.store(it, null) }
        val format = arrayOf("format", "-t", "${Uuid.randomUuid()}", "-c", "$file")
        check(StorageTool.execute(format, PrintStream(OutputStream.nullOutputStream())) == 0)
        server = KafkaRaftServer(KafkaConfig(settings), Time.SYSTEM)
        server.startup()
    }

    override fun close() {
        server.shutdown()
        server.awaitShutdown()
    }
}

/** Ports of loopback that were free a moment ago. */
fun freePorts(count: Int): List<Int> {
    val sockets = List(count) { ServerSocket(0, 1, InetAddress.getLoopbackAddress()) }
    return sockets.map { it.localPort }.also { sockets.forEach(ServerSocket::close) }
}
