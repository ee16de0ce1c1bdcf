package dev.rouse.proofs.runtime

import java.util.concurrent.Executors
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield

/** Kotlin's coroutines: runBlocking's own loop on one core, dispatchers of one thread each for crossings. */
class KotlinCoroutines : Subject {
    private val one = Executors.newSingleThreadExecutor().asCoroutineDispatcher()
    private val other = Executors.newSingleThreadExecutor().asCoroutineDispatcher()

    override fun yields(n: Int) = runBlocking { repeat(n) { yield() } }

    override fun hops(n: Int) = runBlocking {
        val ping = Channel<Unit>(1)
        val pong = Channel<Unit>(1)
        val first = launch { repeat(n / 2) { ping.receive(); pong.send(Unit) } }
        val second = launch { repeat(n / 2) { ping.send(Unit); pong.receive() } }
        joinAll(first, second)
    }

    override fun spawns(n: Int) = runBlocking { repeat(n) { launch {}.join() } }

    override fun crossings(n: Int) = runBlocking {
        withContext(one) { repeat(n / 2) { withContext(other) {} } }
    }

    override fun sleepers(n: Int) {
        val scope = CoroutineScope(one + SupervisorJob())
        repeat(n) { scope.launch { delay(1_800_000) } }
        runBlocking { withContext(one) { yield() } }
    }
}
