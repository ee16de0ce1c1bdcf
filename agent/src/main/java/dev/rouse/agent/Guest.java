package dev.rouse.agent;

import dev.rouse.engine.Analysis;
import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.Ledger;
import dev.rouse.probe.FunctionSite;
import dev.rouse.probe.Nursery;
import dev.rouse.probe.PromiseHooks;
import dev.rouse.probe.Promises;
import dev.rouse.probe.SuspensionPoints;
import dev.rouse.probe.TaskHooks;
import dev.rouse.probe.TimedWaits;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The agent inside the host: one thread that sweeps, looks, examines and reports, until it is told to leave. It fails
 * open: an error of its own ends the watch, never the host.
 */
public final class Guest implements Runnable, AutoCloseable {
    /** Threads are looked at every second sweep, the ledger is examined as often. */
    private static final int LOOK = 2;

    private final Instrumentation instrumentation;
    private final Settings settings;
    private final Outlet outlet;
    private final Consumer<AutoCloseable> left;
    private final Transformer transformer;
    private @Nullable RuntimeWatch runtimes;
    private @Nullable Burns burns;
    private @Nullable TimeoutWatch timedWaits;
    private @Nullable ThreadChains chains;
    private @Nullable Exports exports;
    private boolean failureSaid;
    private volatile boolean leaving;
    private volatile boolean gone;

    private Guest(Instrumentation instrumentation, Settings settings, Outlet outlet, Consumer<AutoCloseable> left) {
        this.instrumentation = instrumentation;
        this.settings = settings;
        this.outlet = outlet;
        this.left = left;
        this.transformer = new Transformer(instrumentation, outlet::note);
    }

    /**
     * Starts the watch.
     *
     * @param options the agent's options, {@code key=value,...}
     * @param left called with the guest when it has left
     * @return null when it could not be installed and has left at once
     */
    public static @Nullable Guest enter(Instrumentation instrumentation, String options, Consumer<AutoCloseable> left)
            throws Exception {
        Settings settings = Settings.parse(options);
        Outlet outlet = outlet(settings);
        Guest guest = new Guest(instrumentation, settings, outlet, left);
        try {
            Thresholds.from(settings::get);
            guest.install();
        } catch (Exception | LinkageError e) {
            outlet.refused("the agent could not install and leaves the service as it was: " + rootOf(e)
                    + "; see 'rouse doctor'");
            guest.leave("nothing was changed");
            return null;
        }
        guest.start();
        return guest;
    }

    private static Throwable rootOf(Throwable t) {
        return t.getCause() == null ? t : rootOf(t.getCause());
    }

    private static Outlet outlet(Settings settings) throws IOException {
        String port = settings.get("console.port");
        String token = settings.get("console.token");
        return port == null || token == null
                ? new LogOutlet(System.err)
                : ConsoleOutlet.connect(Integer.parseInt(port), token);
    }

    private void install() throws Exception {
        Boot.prepare(instrumentation, jar());
        Watched.open();
        transformer.install();
    }

    private static String jar() throws Exception {
        return Path.of(Guest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }

    private void start() {
        Thread thread = new Thread(HostThreads.system(), this, "rouse", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    /** What refers to the probe, which must be in the boot loader before this class is linked. */
    private static final class Watched {
        static final List<Promises> LIBRARIES =
                List.of(futures(), new NettyPromises(), new Coroutines(points()), new Sinks());

        private static SuspensionPoints points() {
            try {
                return (SuspensionPoints) Boot.make("java.util.concurrent.RouseCoroutines");
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the probe is not in the boot loader", e);
            }
        }

        private static Promises futures() {
            try {
                Class.forName("java.util.concurrent.RouseTasks", true, null); // not first in a hook
                return (Promises) Boot.make("java.util.concurrent.RouseFutures");
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the probe is not in the boot loader", e);
            }
        }

        static void open() {
            PromiseHooks.watch(LIBRARIES.toArray(new Promises[0]));
            TaskHooks.watch(new NettyTasks());
            Nursery.open(true);
            LatenessWatch.open(true);
            TimedWaits.open();
        }

        static void timeMore() {
            FunctionSite.time(true);
        }

        static void close() {
            LatenessWatch.open(false);
            TimedWaits.close();
            Nursery.open(false);
            FunctionSite.time(false);
            PromiseHooks.watch();
            TaskHooks.watch();
        }
    }

    @Override
    public void run() {
        String summary = "left";
        try {
            outlet.ready(SelfTest.run(transformer.done()));
            summary = watch();
        } catch (Throwable t) {
            outlet.note("the watch ended by an error of its own: " + t + " at " + List.of(t.getStackTrace()));
        } finally {
            leave(summary);
        }
    }

    private String watch() throws InterruptedException {
        long start = System.nanoTime();
        Ledger ledger = new Ledger(Ledger.Limits.DEFAULT, start, Instant.now());
        Exports told = Exports.asked(settings, outlet, ledger);
        exports = told;
        Thresholds thresholds = Thresholds.from(settings::get);
        Analysis analysis = new Analysis(ledger, thresholds, finding -> {
            outlet.finding(finding);
            told.finding(finding);
        });
        analysis.tap(told::event);
        Types types = new Types(instrumentation);
        PromiseWatch promises = new PromiseWatch(Watched.LIBRARIES, analysis, types);
        if (Exports.wantsStacks(settings)) {
            promises.tellStacks();
        }
        ThreadWatch threads = new ThreadWatch(analysis, types, Program.mainPackage());
        Pauses pauses = new Pauses();
        RuntimeWatch watched = new RuntimeWatch(instrumentation, analysis, outlet::note, pauses::recent);
        runtimes = watched;
        VirtualThreadWatch virtual = new VirtualThreadWatch(analysis, types, outlet::note, Program.mainPackage());
        Burns closer = new Burns(instrumentation, analysis, types, thresholds, virtual::runnable, outlet::note);
        burns = closer;
        Fields fields = new Fields(types::open);
        LoopWatch loops = new LoopWatch(analysis, thresholds.stallMs(), new StallTold(fields, types));
        ReadWatch reads = new ReadWatch(analysis, fields);
        ConsumerWatch consumers = new ConsumerWatch(analysis, fields);
        LatenessWatch lateness = new LatenessWatch(analysis, types, pauses);
        TimeoutWatch timeouts = new TimeoutWatch(
                analysis, types, Program.mainPackage(), () -> new MeterInstallation(instrumentation, outlet::note));
        timedWaits = timeouts;
        ThreadChains started =
                new ThreadChains(analysis, thresholds, () -> new MeterInstallation(instrumentation, outlet::note));
        chains = started;
        Pace pace = new Pace(outlet::note, start);
        Recorder recorder = "true".equals(settings.get("record")) ? new Recorder(ledger, outlet, start) : null;
        if (recorder != null) {
            recorder.begin();
            Watched.timeMore();
        }
        Part late = new Part("how late tasks, timers and threads run", outlet::note);
        Part timed = new Part("timed waits", outlet::note);
        Part held = new Part("held event loops", outlet::note);
        Part unread = new Part("connections that nobody reads", outlet::note);
        Part chained = new Part("threads that start each other", outlet::note);
        Part consuming = new Part("parked consumers", outlet::note);
        long sweeps = 0;
        long pause = 1;
        while (!leaving && pause > 0) {
            boolean last = outlet.asksToLeave();
            long now = System.nanoTime();
            promises.sweep(now);
            watched.sweep(now);
            if (Nursery.isOpen()) {
                late.look(() -> lateness.sweep(now));
                timed.look(() -> timeouts.sweep(now));
            }
            long paused = pause;
            held.look(() -> loops.sweep(now, paused));
            unread.look(() -> reads.sweep(now));
            consuming.look(() -> consumers.sweep(now, paused));
            if (last || sweeps % LOOK == 0) {
                threads.look(now, outlet.port(), virtual.follows() || promises.follows());
                virtual.look(now);
                closer.look(now, threads.loads());
                chained.look(() -> started.look(now, threads.loads()));
                told.look(now);
                analysis.look(now);
            }
            if (recorder != null) {
                recorder.look(now);
            }
            sweeps++;
            sayFailure();
            if (last) {
                break;
            }
            pause = pace.pauseAfter(now);
            long asleep = System.nanoTime();
            boolean found = closer.spend(pause);
            pauses.sweep(System.nanoTime() - asleep - pause * 1_000_000);
            if (found) {
                analysis.look(System.nanoTime());
            }
        }
        analysis.finish(System.nanoTime());
        if (recorder != null) {
            recorder.tell(System.nanoTime());
        }
        return "watched for " + (System.nanoTime() - start) / 1_000_000_000 + " s";
    }

    private void sayFailure() {
        String failure = Nursery.failure();
        if (failure != null && !failureSaid) {
            failureSaid = true;
            outlet.note("a hook failed and all hooks are off now, the service goes on: " + failure);
        }
    }

    private void leave(String summary) {
        try {
            if (exports != null) {
                exports.close();
            }
            if (runtimes != null) {
                runtimes.leave();
            }
            if (burns != null) {
                burns.leave();
            }
            if (timedWaits != null) {
                timedWaits.leave();
            }
            if (chains != null) {
                chains.leave();
            }
            transformer.remove();
            if (Program.hasProbe()) {
                Watched.close();
            }
        } catch (Throwable t) {
            outlet.note("could not leave cleanly: " + t);
        }
        gone = true; // before left, whose lock whoever waits in close holds
        left.accept(this);
        outlet.bye(summary);
        outlet.close();
        closeLoader();
    }

    private void closeLoader() {
        if (Guest.class.getClassLoader() instanceof URLClassLoader loader) {
            try {
                loader.close();
            } catch (IOException e) {
                // the jar stays open until the loader is collected
                return;
            }
        }
    }

    /** Asks the watch to end and waits for it, 5 s at most. */
    @Override
    public void close() {
        leaving = true;
        try {
            for (int i = 0; i < 100 && !gone; i++) {
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
