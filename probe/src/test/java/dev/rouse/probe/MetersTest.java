package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.MalformedInputException;
import java.nio.file.NoSuchFileException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private final Runnable task = new Task();

    private record Task() implements Runnable {
        @Override
        public void run() {
            // only handed over
        }
    }

    @AfterEach
    void closes() {
        Meters.close();
    }

    private static Burner meterThisThread() {
        Burner burner = new Burner(Thread.currentThread());
        Meters.open(() -> 0, burner);
        return burner;
    }

    private static void elsewhere(Runnable action) throws InterruptedException {
        Thread thread = new Thread(action);
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(60));
    }

    @Test
    void keepsThePoolsTasksApartFromThoseOfOthers() throws InterruptedException {
        meterThisThread();
        Meters.offered(queue, task);
        elsewhere(() -> Meters.offered(queue, task));
        assertThat(Meters.outside()).isOne();

        elsewhere(() -> {
            Meters.taken(task, queue);
            Meters.offered(queue, task);
        });
        assertThat(Meters.outside())
                .as("one who takes from the queue is of the pool")
                .isOne();
    }

    @Test
    void forgivesOneOfThePoolWhatItBroughtBeforeItWasKnown() throws InterruptedException {
        meterThisThread();
        Meters.offered(queue, task);
        elsewhere(() -> {
            Meters.offered(queue, task);
            assertThat(Meters.outside()).isOne();
            Meters.taken(task, queue);
        });
        assertThat(Meters.outside()).isZero();
    }

    @Test
    void tellsRefusalsFromWhatComesOfWhatWasRead() {
        Burner burner = meterThisThread();
        for (Exception failure : new Exception[] {
            new MalformedInputException(1),
            new MalformedURLException(),
            new NoSuchFileException("none"),
            new FileNotFoundException(),
            new ZipException(),
            new BindException(),
        }) {
            Meters.failed(failure);
        }
        assertThat(burner.meter(Meters.FAILURE).calls()).isZero();
        Meters.failed(new SocketTimeoutException());
        Meters.failed(new ClosedByInterruptException());
        assertThat(burner.meter(Meters.FAILURE).calls()).isEqualTo(2);
        Meters.failed(new ConnectException());
        assertThat(burner.meter(Meters.UNREACHED).calls()).isOne();
        Meters.failed(new RejectedExecutionException());
        assertThat(burner.meter(Meters.REJECTED).calls()).isOne();
    }

    @Test
    void saysNothingOfACallThatItWasOpenedIn() {
        Burner burner = meterThisThread();
        ByteBuffer from = ByteBuffer.allocate(9).position(7);
        ByteBuffer to = ByteBuffer.allocate(9).position(5);
        Meters.converted(from, to, queue);
        Meters.parked();
        assertThat(burner.meter(Meters.CODEC).calls()).isZero();
        assertThat(burner.meter(Meters.PARK).calls()).isZero();

        Meters.converts(from, to);
        Meters.converted(from, to, queue);
        assertThat(burner.meter(Meters.CODEC).calls()).isOne();
        assertThat(burner.meter(Meters.CODEC).empty()).isOne();
    }

    @Test
    void tellsOneAddressFromMany() {
        Burner burner = meterThisThread();
        for (int i = 0; i < 10; i++) {
            Meters.dials(InetSocketAddress.createUnresolved("none", 7));
            Meters.dials(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8));
        }
        assertThat(burner.meter(Meters.DIALLED).calls()).isEqualTo(20);
        assertThat(burner.meter(Meters.DIALLED).moved()).isEqualTo(2);
        for (int port = 100; port < 200; port++) {
            Meters.dials(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
        assertThat(burner.meter(Meters.DIALLED).moved()).isEqualTo(102);
    }

    @Test
    void seesABufferThatStaysFullAndIsTheSame() {
        Burner burner = meterThisThread();
        ByteBuffer full = ByteBuffer.allocate(8);
        Meters.compacts(full);
        Meters.compacts(full);
        assertThat(burner.meter(Meters.COMPACTED).empty()).isOne();
        Meters.compacts(full.position(3));
        Meters.compacts(ByteBuffer.allocate(8));
        assertThat(burner.meter(Meters.COMPACTED).moved()).isEqualTo(2);
    }

    @Test
    void countsWhatIsInFlightOverAllThreads() throws InterruptedException {
        meterThisThread();
        for (int i = 0; i < 100; i++) {
            Meters.offered(queue, task);
            elsewhere(() -> Meters.taken(task, queue));
        }
        assertThat(Meters.depth()).isOne();
    }

    @Test
    void tellsDataThatIsTakenFromTasks() {
        Burner burner = meterThisThread();
        Meters.taken(null, queue);
        Meters.taken("data", queue);
        Meters.taken(task, queue);

        assertThat(burner.meter(Meters.ASKED).calls()).isEqualTo(2);
        assertThat(burner.meter(Meters.ASKED).moved()).isOne();
        assertThat(burner.meter(Meters.TAKE).calls()).isOne();
    }

    @Test
    void countsATaskThatIsHandedOverAgainAndAgainAsRun() {
        Burner burner = meterThisThread();
        for (int i = 0; i < 10; i++) {
            Meters.dispatched(this, task);
            Meters.dispatched(this, (Runnable) () -> {});
        }

        assertThat(burner.meter(Meters.SUBMIT).calls())
                .isEqualTo(burner.meter(Meters.TAKE).calls());
        assertThat(burner.meter(Meters.SUBMIT).calls()).isBetween(9L, 19L);
        assertThat(Meters.depth()).isLessThanOrEqualTo(1);
    }

    @Test
    void tellsAWriteAndABegunReadThatMoveNothingFromAReadThatWaits() {
        Burner burner = meterThisThread();
        ByteBuffer empty = ByteBuffer.allocate(8);
        ByteBuffer begun = ByteBuffer.allocate(8).position(3);
        ByteBuffer full = ByteBuffer.allocate(8).position(8);
        Meters.transferred(0, queue, empty);
        assertThat(burner.meter(Meters.STUCK).calls()).isZero();
        Meters.transferred(0, queue, begun);
        Meters.written(0, queue, empty);
        assertThat(burner.meter(Meters.STUCK).calls()).isEqualTo(2);
        Meters.transferred(0, queue, full);
        assertThat(burner.meter(Meters.HOPELESS).calls()).isOne();
    }

    @Test
    void knowsTheEndOfAStream() {
        Burner burner = meterThisThread();
        InputStream stream = new ByteArrayInputStream(new byte[1]);
        Meters.readOne(0, stream);
        assertThat(burner.meter(Meters.HOPELESS).calls()).isZero();
        Meters.readOne(-1, stream);
        Meters.readLine(null, stream);
        assertThat(burner.meter(Meters.HOPELESS).calls()).isEqualTo(2);
    }

    @Test
    void metersTheVirtualThreadThatACarrierCarries() {
        Burner burner = new Burner(new Thread(), Thread.currentThread());
        Meters.open(() -> 0, burner);
        Meters.askedEmpty(1, queue);
        Meters.asked(1, queue);

        assertThat(burner.meter(Meters.ASKED).calls()).isEqualTo(2);
        assertThat(burner.meter(Meters.ASKED).empty()).isOne();
    }
}
