package dev.rouse.console;

import dev.rouse.heap.HeapReport;
import dev.rouse.heap.hprof.BadDump;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.prove.HeapProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "heap",
        description = "Prove from a heap dump which waits can never end: no agent, no instrumentation.",
        footer = {
            "",
            "FILE is an HPROF of JDK 17 or newer, gzip too: from jcmd PID GC.heap_dump, or -XX:+HeapDumpOnOutOfMemoryError.",
            "With a PID the JVM is asked for a dump, stands still meanwhile, and the dump is deleted unless --keep.",
            "A dump of live objects (jcmd's default) proves more than one of all objects.",
            "Seen: threads, platform and virtual, that wait without a timeout on classes of java.util.concurrent, on",
            "monitors, for a lock's owner or for another thread's end; starved ThreadPoolExecutors; deadlocks.",
            "Not seen yet: promises without a thread behind them, starved ForkJoinPools, timed waits, two dumps compared.",
            "Of dumps of JDKs other than 17 and 25, and of JDK 21 with virtual threads, nothing is called proven.",
            "Exit code: 0; 3 when --fail-on was met; 2 for what is no whole heap dump, said in one sentence."
        })
final class HeapCommand implements Callable<Integer> {
    @Mixin
    private Reporting reporting = new Reporting();

    @Option(
            names = "--threads",
            paramLabel = "FILE",
            description =
                    "The output of jcmd PID Thread.print -l, taken right after the dump: tells who holds monitors.")
    private @Nullable Path threads;

    @Option(names = "--held", description = "Print also who holds the waker of the other blocked threads.")
    private boolean held;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "With a PID: make the dump in this directory, and leave it there.")
    private @Nullable Path keep;

    @Parameters(paramLabel = "FILE|PID", description = "The heap dump, or a running JVM of yours.")
    private String target = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean running = target.matches("\\d+") && !Files.exists(Path.of(target));
        return running ? ofProcess(Jvms.find(target)) : ofFile(Path.of(target));
    }

    private int ofFile(Path dump) throws IOException {
        if (!Files.exists(dump)) {
            throw new BadUse("there is no file '" + target + "'");
        }
        if (!Files.isRegularFile(dump)) {
            throw new BadUse("'" + target + "' is no file: give a heap dump");
        }
        List<String> printed = threads == null ? List.of() : lines(threads);
        try (Report report = reporting.toStdout()) {
            return tell(dump, printed, report);
        }
    }

    private int ofProcess(HostProcess process) throws IOException, InterruptedException {
        Checks.ofDumping(process).stream()
                .filter(check -> !check.holds())
                .findFirst()
                .ifPresent(check -> {
                    throw check.asBadUse();
                });
        Path directory = keep == null ? Path.of(System.getProperty("java.io.tmpdir")) : keep;
        if (!Files.isDirectory(directory)) {
            throw new BadUse("'" + directory + "' is no directory");
        }
        try (Report report = reporting.toStdout()) {
            TakenDump taken = TakenDump.of(process, directory.toAbsolutePath(), report);
            try {
                report.say("it stood still for " + Durations.words(taken.pause()) + " at most"
                        + (keep == null ? "" : "; the dump is " + taken.file()));
                return tell(taken.file(), taken.threads(), report);
            } finally {
                if (keep == null) {
                    Files.deleteIfExists(taken.file());
                }
            }
        }
    }

    private int tell(Path dump, List<String> printed, Report report) {
        long start = System.nanoTime();
        HeapReport told = read(dump, printed);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        report.ready(0, summary(told, took));
        told.doubts().forEach(doubt -> report.say("nothing of this dump is called proven: " + doubt));
        told.findings().forEach(finding -> report.finding(0, finding));
        if (held && !reporting.takesStdout()) {
            HeldText.print(told.held(), System.out);
        }
        report.end(took);
        return report.exitCode(ExitCode.DONE);
    }

    private static HeapReport read(Path dump, List<String> printed) {
        try (Progress progress = Progress.onTerminal();
                Heap heap = Heap.open(dump, progress)) {
            progress.at("marking", 0, 0);
            return HeapProof.of(heap, printed);
        } catch (BadDump e) {
            throw new BadUse("cannot read '" + dump + "': " + e.getMessage(), e);
        } catch (IOException e) {
            throw new BadUse("cannot read '" + dump + "': " + Sentences.reason(e, dump.toString()), e);
        } catch (OutOfMemoryError e) {
            throw new BadUse("there is not memory enough to read '" + dump + "': give -Xmx of 0.4 times its size", e);
        }
    }

    private static List<String> lines(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadUse("there is no file '" + file + "'");
        }
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BadUse("cannot read '" + file + "': " + Sentences.reason(e, file.toString()), e);
        }
    }

    private static String summary(HeapReport told, Duration took) {
        HeapReport.Counts counts = told.counts();
        return String.format(
                Locale.ROOT,
                "read %,d objects of %s in %s; of %,d threads (%,d virtual) %,d can run, %,d are blocked and can be woken,"
                        + " %,d will not go on, as far as can be told",
                counts.objects(),
                counts.jdk() == 0 ? "an unknown JDK" : "JDK " + counts.jdk(),
                Durations.words(took),
                counts.threads(),
                counts.virtual(),
                counts.running(),
                counts.held(),
                counts.lost());
    }
}
