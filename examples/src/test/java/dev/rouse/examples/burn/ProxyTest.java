package dev.rouse.examples.burn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.runtime.Breach;
import dev.rouse.runtime.Runtime;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProxyTest {
    private static final int PATIENCE_S = 20;

    private final List<Breach> breaches = new CopyOnWriteArrayList<>();
    private final CountDownLatch breached = new CountDownLatch(1);
    private final Runtime runtime =
            Runtime.builder().cores(1).onBreach(this::breached).start();

    @TempDir
    Path directory;

    private SSLContext keys;
    private Backend backend;

    /** How long tasks wait for a processor is this machine's business. */
    private void breached(Breach breach) {
        if (breach.fact() != Breach.Fact.LATE && breach.fact() != Breach.Fact.BLOCKED) {
            breaches.add(breach);
            breached.countDown();
        }
    }

    @BeforeEach
    void open() throws Exception {
        Keys.make(directory.resolve("keys.p12"));
        keys = Keys.read(directory.resolve("keys.p12"));
        backend = Backend.start();
    }

    @AfterEach
    void close() throws Exception {
        backend.close();
        runtime.close();
    }

    @Test
    void servesClientsThatEndAsTheyShould() throws Exception {
        try (Proxy proxy = Proxy.start(runtime, keys, backend.address(), false)) {
            assertThat(new Load(keys, proxy.port()).run(1)).contains("answered 50 ", "failed 0");
            awaitNoneOpen(proxy);
            assertThat(breaches).isEmpty();
        }
    }

    @Test
    void wakesItselfForEverAfterAClientThatClosedWithDataInFlight() throws Exception {
        try (Proxy proxy = Proxy.start(runtime, keys, backend.address(), false)) {
            giveUp(proxy);
            assertThat(breached.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
            Breach breach = breaches.get(0);
            assertThat(breach.fact()).isEqualTo(Breach.Fact.SELF_WOKEN);
            assertThat(breach.future()).isEqualTo(ProxyTlsStream.class.getName());
            assertThat(breach.task()).isEqualTo(ProxyConnection.class.getName());
            assertThat(breach.moved()).isZero();
            assertThat(breach.stack().get(0).getFileName()).isEqualTo("ProxyTlsStream.java");
            assertThat(breach.stack().get(0).getMethodName()).isEqualTo("pollRead");
            assertThat(proxy.open()).isEqualTo(1);
        }
    }

    @Test
    void endsThatConnectionOnceItIsMended() throws Exception {
        try (Proxy proxy = Proxy.start(runtime, keys, backend.address(), true)) {
            giveUp(proxy);
            awaitNoneOpen(proxy);
            assertThat(breached.await(2, TimeUnit.SECONDS)).as("%s", breaches).isFalse();
        }
    }

    private void giveUp(Proxy proxy) throws Exception {
        try (Client client = Client.connect(keys, proxy.port())) {
            client.put(new byte[100]);
            assertThat(proxy.open()).isEqualTo(1);
            client.giveUp();
        }
    }

    private static void awaitNoneOpen(Proxy proxy) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (proxy.open() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(proxy.open()).isZero();
    }
}
