package dev.rouse.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.runtime.Context;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in which pieces: two streams in memory, polled by hand. */
final class TlsRecordsTest {
    private static final String TLS_1_2 = "TLSv1.2";
    private static final String TLS_1_3 = "TLSv1.3";

    private final Semaphore wakes = new Semaphore(0);
    private final Context context = Context.of(wakes::release);
    private final ByteBuffer in = ByteBuffer.allocate(1_000);

    /** A connection, and the client's engine to send by what a stream would not. */
    private record Pair(Pipe clientSide, SSLEngine clientEngine, TlsStream client, TlsStream server) {
        static Pair of(String protocol, int atOnce) {
            Pipe[] ends = Pipe.pair(atOnce);
            SSLEngine engine = TestKeys.context().createSSLEngine("localhost", 443);
            engine.setUseClientMode(true);
            engine.setEnabledProtocols(new String[] {protocol});
            return new Pair(
                    ends[0], engine, TlsStream.over(ends[0], engine), TlsStream.server(ends[1], TestKeys.context()));
        }

        ByteBuffer record(String data) throws SSLException {
            ByteBuffer out = ByteBuffer.allocate(20_000);
            clientEngine.wrap(ByteBuffer.wrap(data.getBytes(StandardCharsets.US_ASCII)), out);
            return out.flip();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void endsInTwoPollsThoughCiphertextRemains(String protocol) throws Exception {
        Pair pair = shaken(protocol, 100_000);
        pair.clientSide().send(pair.record("PUT /body"));
        pair.clientEngine().closeOutbound();
        pair.clientSide().send(pair.record(""));
        pair.clientSide().send(ByteBuffer.wrap(new byte[37]));
        wakes.drainPermits();

        assertThat(pair.server().pollRead(context, in)).isEqualTo(9);
        assertThat(pair.server().pollRead(context, in)).isEqualTo(AsyncRead.END);
        assertThat(pair.server().pollRead(context, in)).as("for good").isEqualTo(AsyncRead.END);
        pair.clientSide().send(ByteBuffer.wrap(new byte[37]));
        assertThat(pair.server().pollRead(context, in)).isEqualTo(AsyncRead.END);
        assertThat(wakes.availablePermits()).as("wakes of its own").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void readsRecordsThatComeOneByteAtATime(String protocol) throws Exception {
        Pair pair = shaken(protocol, 1);
        ByteBuffer out = ByteBuffer.wrap(Peers.random(700));
        assertThat(pair.client().pollWrite(context, out)).isEqualTo(700);
        assertThat(pair.server().pollRead(context, in)).isEqualTo(700);
        assertThat(in.flip()).isEqualTo(out.flip());
        assertThat(pair.server().pollRead(context, in.clear())).isEqualTo(AsyncRead.PENDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void keepsForTheNextReadWhatABufferHasNoRoomFor(String protocol) throws Exception {
        Pair pair = shaken(protocol, 100_000);
        ByteBuffer out = ByteBuffer.wrap(Peers.random(700));
        pair.client().pollWrite(context, out);
        assertThat(pair.server().pollRead(context, in.limit(0))).isZero();
        while (in.position() < 700) {
            in.limit(Math.min(700, in.position() + 99));
            assertThat(pair.server().pollRead(context, in)).isPositive();
        }
        assertThat(in.flip()).isEqualTo(out.flip());
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void readsPastRecordsThatHoldNoData(String protocol) throws Exception {
        Pair pair = shaken(protocol, 100_000);
        pair.clientSide().send(pair.record(""));
        pair.clientSide().send(pair.record(""));
        assertThat(pair.server().pollRead(context, in)).isEqualTo(AsyncRead.PENDING);
        pair.clientSide().send(pair.record(""));
        pair.clientSide().send(pair.record("data"));
        assertThat(pair.server().pollRead(context, in)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void keepsOnTellingAnError(String protocol) throws Exception {
        Pair pair = shaken(protocol, 100_000);
        ByteBuffer record = pair.record("to be broken");
        record.put(record.limit() - 1, (byte) (record.get(record.limit() - 1) ^ 1));
        pair.clientSide().send(record);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> pair.server().pollRead(context, in)).isInstanceOf(SSLException.class);
        }
        assertThatThrownBy(() -> pair.client().pollRead(context, in))
                .as("told by an alert")
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("bad_record_mac");
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void waitsWhileTheOtherSideDoesNotRead(String protocol) throws Exception {
        Pair pair = shaken(protocol, 100_000);
        ByteBuffer out = ByteBuffer.allocate(200_000);
        int n = 0;
        while (n != AsyncRead.PENDING) {
            n = pair.client().pollWrite(context, out);
            assertThat(n).isNotZero();
        }
        assertThat(pair.client().pollFlush(context)).isFalse();
        wakes.drainPermits();
        long read = 0;
        for (n = 1; n > 0 && read < 50_000; read += n) {
            n = pair.server().pollRead(context, in.clear());
        }
        assertThat(wakes.availablePermits()).as("the writer is woken").isPositive();
        assertThat(pair.client().pollWrite(context, out)).isPositive();
    }

    /** Polls both sides until they agree; the engines' computations wake from other threads. */
    private Pair shaken(String protocol, int atOnce) throws Exception {
        Pair pair = Pair.of(protocol, atOnce);
        boolean client = false;
        boolean server = false;
        while (!client || !server) {
            client = pair.client().pollHandshake(context);
            server = pair.server().pollHandshake(context);
            if (!client || !server) {
                assertThat(wakes.tryAcquire(Peers.PATIENCE_S, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(pair.client().pollRead(context, in))
                .as("session tickets are no data")
                .isEqualTo(AsyncRead.PENDING);
        return pair;
    }
}
