package dev.rouse.tokio;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rouse.engine.Analysis;
import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.record.Entry;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One session with a Tokio service: connects, takes its updates in, and looks at them after each. When the stream ends
 * it connects again; when another process answers then, it starts anew. Used by one thread, but for {@link #stop}.
 */
public final class Watch {
    private static final long LOOK_MS = 250;
    private static final long SOONEST_MS = 100;
    private static final long LATEST_MS = 2_000;

    /** An update comes every second if the service was told nothing else. */
    private static final long SILENCE_NS = 5_000_000_000L;

    /** A console that has so many tasks to tell of that its first update takes this long has been seen. */
    private static final Duration FIRST_UPDATE = Duration.ofSeconds(10);

    private final Address address;
    private final News news;
    private @Nullable Mirror mirror;
    private @Nullable Analysis analysis;
    private boolean toldOfSilence;
    private boolean toldOfLoss;
    private boolean toldOfLag;
    private boolean toldOfNameless;
    private @Nullable Recorded recorded;
    private long lives;
    private long updates;
    private long lost;
    private long longestNs;
    /** By the clock of this process; moves once, when the first update comes. */
    private long end;

    private long timeNs;
    private volatile boolean stopped;

    /** What a watch tells, as it learns it. */
    public interface News {
        /** Connected; one sentence says what is watched. */
        void ready(String sentence);

        void note(String sentence);

        void finding(Finding finding);

        /** An update has been looked through. */
        default void update() {}

        /** Whether it wants to hear what a recording keeps. */
        default boolean isRecording() {
            return false;
        }

        /** Which process is recorded from now on. */
        default void source(Entry.Source source) {}

        /** What has been seen at its lines, of those where that has changed, since it was first heard of. */
        default void sites(Entry.Sites sites) {}
    }

    public Watch(Address address, News news) {
        this.address = address;
        this.news = news;
    }

    /**
     * Watches for so long from the first update on, or until it is stopped.
     *
     * @throws Unreachable when no update has come in that time, or in ten seconds if that is more, or what answers is
     *     no console
     */
    public void watch(Duration time) throws Unreachable, InterruptedException {
        watch(time, time.compareTo(FIRST_UPDATE) > 0 ? time : FIRST_UPDATE);
    }

    /** @param patience how long the first update may take */
    void watch(Duration time, Duration patience) throws Unreachable, InterruptedException {
        timeNs = time.toNanos();
        end = System.nanoTime() + patience.toNanos();
        long pause = SOONEST_MS;
        while (!isOver()) {
            long before = updates;
            Status last = readOneStream();
            if (updates == 0 && !stopped && !last.isOk()) {
                throw new Unreachable(Failures.sentence(address, last));
            }
            pause = updates > before ? SOONEST_MS : Math.min(LATEST_MS, 2 * pause);
            rest(last, updates > before, pause);
        }
        finish();
        if (updates == 0 && !stopped) {
            throw new Unreachable(address + " has accepted the connection and sent no update: is its console paused?");
        }
    }

    /** Ends the watch within a moment. */
    public void stop() {
        stopped = true;
    }

    private boolean isOver() {
        return stopped || System.nanoTime() - end >= 0;
    }

    /** Until it ends, and why it did; OK when it is the watch that ends. */
    private Status readOneStream() throws InterruptedException {
        try (Stream stream = Stream.open(address)) {
            return read(stream);
        } catch (InvalidProtocolBufferException e) {
            return Stream.nonsense(e);
        }
    }

    private Status read(Stream stream) throws InterruptedException, InvalidProtocolBufferException {
        long heard = System.nanoTime();
        boolean first = true;
        while (!isOver()) {
            Stream.Signal signal = stream.next(LOOK_MS);
            if (signal == null) {
                sayOfSilence(System.nanoTime() - heard);
                continue;
            }
            RawUpdate update = signal.update();
            if (update == null) {
                return signal.end() == null || signal.end().isOk()
                        ? Status.UNAVAILABLE.withDescription("the service has ended the stream")
                        : signal.end();
            }
            heard = System.nanoTime();
            take(update, first);
            stream.ask();
            longestNs = Math.max(longestNs, System.nanoTime() - heard);
            first = false;
        }
        return Status.OK;
    }

    private void sayOfSilence(long silence) {
        if (silence >= SILENCE_NS && !toldOfSilence && updates > 0) {
            toldOfSilence = true;
            news.note("no update for " + SILENCE_NS / 1_000_000_000 + " s: the console may be paused, by another client"
                    + " of it, or the service may be stuck as a whole");
        }
    }

    private void rest(Status why, boolean wasUp, long pause) throws InterruptedException {
        if (isOver()) {
            return;
        }
        if (wasUp) {
            news.note(Failures.sentence(address, why) + "; connecting again");
        }
        Thread.sleep(Math.min(pause, Math.max(1, (end - System.nanoTime()) / 1_000_000)));
    }

    private void take(RawUpdate update, boolean first) throws InvalidProtocolBufferException {
        if (!update.rest().hasNow()) {
            return;
        }
        Mirror known = mirror;
        if (known == null || (first && !known.mayBeOf(update))) {
            if (known != null) {
                finish();
                news.note("another process answers at " + address + ": what was known of the first is forgotten");
            }
            known = begin(update);
        } else if (first) {
            known.reconnected();
        }
        toldOfSilence = false;
        Analysis looking = analysis;
        if (looking != null) {
            known.take(update, looking).forEach(looking);
            looking.look(known.now());
        }
        updates++;
        sayWhatIsMissing(update, known);
        Recorded keeps = recorded;
        if (keeps != null) {
            keeps.look(known, news);
        }
        news.update();
    }

    private Mirror begin(RawUpdate update) {
        long now = Times.nanos(update.rest().getNow());
        Instant clock = Instant.ofEpochSecond(0, now);
        Mirror fresh = new Mirror();
        mirror = fresh;
        Ledger ledger = new Ledger(Ledger.Limits.DEFAULT, now, clock);
        analysis = new Analysis(ledger, Thresholds.from(Watch::setting), news::finding);
        recorded = news.isRecording() ? new Recorded(lives, address, ledger, now) : null;
        lives++;
        if (updates == 0) {
            end = System.nanoTime() + timeNs;
            news.ready("watching " + update.tasks() + " tasks of " + address
                    + " over tokio-console's protocol, from outside: nothing in the service is changed");
        }
        return fresh;
    }

    private static @Nullable String setting(String name) {
        String property = System.getProperty("rouse." + name);
        return property != null
                ? property
                : System.getenv("ROUSE_" + name.toUpperCase(Locale.ROOT).replace('.', '_'));
    }

    private void sayWhatIsMissing(RawUpdate update, Mirror known) {
        lost += update.dropped();
        if (lost > 0 && !toldOfLoss) {
            toldOfLoss = true;
            news.note("the service's console has dropped " + lost + " events, its buffer was full: what depends on them"
                    + " is partial");
        }
        if (known.lagNs() > SILENCE_NS && !toldOfLag) {
            toldOfLag = true;
            news.note("the service's console tells of timers, locks and new tasks " + known.lagNs() / 1_000_000_000
                    + " s late, as it hands on few events at a time: what hangs now is seen as much later");
        }
        long nameless = toldOfNameless ? 0 : known.nameless();
        if (nameless > 0) {
            toldOfNameless = true;
            news.note("the console has left " + nameless + " of its tasks out (too many for one message, or"
                    + " dropped): nothing can be said of those");
        }
    }

    /** How many updates have come so far. */
    public long updates() {
        return updates;
    }

    /** How long it took to take in one update and to report, at the worst. */
    long longestNs() {
        return longestNs;
    }

    /** What is known of the process that answers; null before its first update. */
    @Nullable Mirror mirror() {
        return mirror;
    }

    private void finish() {
        Analysis looking = analysis;
        Mirror known = mirror;
        if (looking != null && known != null) {
            looking.finish(known.now());
        }
        Recorded keeps = recorded;
        if (keeps != null && known != null) {
            keeps.tell(known, news);
        }
    }
}
