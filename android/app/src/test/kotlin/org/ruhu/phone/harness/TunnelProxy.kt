package org.ruhu.phone.harness

import java.io.Closeable
import java.io.InputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread

/** A network's HTTP proxy for https: every name that it is asked to connect to leads to one port of this machine. */
class TunnelProxy(private val to: Int) : Closeable {
    private val socket = ServerSocket(0, 50, InetAddress.getLoopbackAddress())

    /** What it was asked for, such as `CONNECT ruhu.example:443 HTTP/1.1`. */
    val asked = CopyOnWriteArrayList<String>()

    /** Whether it wants a user name and a password, which nobody has. */
    @Volatile
    var wantsPassword = false
    val port: Int get() = socket.localPort

    init {
        thread(isDaemon = true, name = "tunnel-proxy") {
            // It ends when the socket is closed.
            runCatching { while (true) socket.accept().let { thread(isDaemon = true) { runCatching { carry(it) } } } }
        }
    }

    private fun carry(client: Socket) = client.use {
        val head = head(client.getInputStream())
        asked += head.lineSequence().first()
        if (wantsPassword) {
            val refusal = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"
            client.getOutputStream().write(refusal.toByteArray())
            return@use
        }
        Socket(InetAddress.getLoopbackAddress(), to).use { server ->
            client.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".toByteArray())
            val up = thread(isDaemon = true) {
                runCatching { client.getInputStream().copyTo(server.getOutputStream()) }
                runCatching { server.shutdownOutput() }
            }
            server.getInputStream().copyTo(client.getOutputStream())
            runCatching { client.shutdownOutput() }
            up.join()
        }
    }

    private fun head(from: InputStream): String {
        val head = StringBuilder()
        while (!head.endsWith("\r\n\r\n")) {
            val next = from.read()
            check(next >= 0) { "the client left" }
            head.append(next.toChar())
        }
        return head.toString()
    }

    override fun close() = socket.close()
}
