package dev.rouse.console;

import dev.rouse.heap.HeapReport;
import dev.rouse.heap.Look;
import dev.rouse.heap.TwoLooks;
import dev.rouse.heap.hprof.BadDump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
            "monitors, for a lock's owner or for another thread's end; promises with callbacks; starved pools; deadlocks.",
            "Not seen: timed waits; promises that nobody keeps, but in a dump of all objects.",
            "--watch takes two dumps of one process and tells the waits that are lost in both.",
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
                    "The output of jcmd PID Thread.print -l, taken right after the dump: tells who holds monitors."
                            + " With --watch give it twice, or not at all.")
    private List<Path> threads = new ArrayList<>();

    @Option(names = "--held", description = "Print also who holds the waker of the other blocked threads.")
    private boolean held;

    @Option(names = "--watch", description = "Compare two dumps of one process: what is lost in both.")
    private boolean watch;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "With a PID: make the dump in this directory, and leave it there.")
    private @Nullable Path keep;

    @Parameters(arity = "1..2", paramLabel = "FILE|PID", description = "The heap dump, or a running JVM of yours.")
    private List<String> targets = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        refuseWhatDoesNotFit();
        List<Path> dumps = asksAProcess()
                ? List.of()
                : targets.stream().map(HeapCommand::file).toList();
        try (Report report = reporting.toStdout()) {
            if (dumps.isEmpty()) {
                return ofProcess(Jvms.find(targets.get(0)), report);
            }
            return watch ? ofTwo(dumps, report) : tell(dumps.get(0), printed(0), report);
        }
    }

    private void refuseWhatDoesNotFit() {
        if (targets.size() != (watch ? 2 : 1)) {
            throw new BadUse(
                    watch ? "--watch compares two dumps: give both files" : "one dump is read: --watch compares two");
        }
        if (watch ? threads.size() == 1 : threads.size() > 1) {
            throw new BadUse("--threads belongs to one dump: give it once for each");
        }
        if (asksAProcess() && !threads.isEmpty()) {
            throw new BadUse("--threads goes with a file: of a running JVM they are printed anyway");
        }
        if (!asksAProcess() && keep != null) {
            throw new BadUse("--keep goes with a PID: a file is kept anyway");
        }
    }

    private boolean asksAProcess() {
        String target = targets.get(0);
        return !watch && target.matches("\\d+") && !Files.exists(Path.of(target));
    }

    private int ofProcess(HostProcess process, Report report) throws IOException, InterruptedException {
        TakenDump.Plan plan = TakenDump.Plan.of(process, keep);
        report.say("process " + process.pid() + " " + plan.words());
        try (TakenDump taken = TakenDump.of(plan)) {
            report.say(taken.words());
            return tell(taken.file(), taken.threads(), report);
        }
    }

    private int tell(Path dump, List<String> printed, Report report) {
        long start = System.nanoTime();
        HeapReport told = new DumpReader(report).read(dump, printed).report();
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

    private int ofTwo(List<Path> dumps, Report report) {
        long start = System.nanoTime();
        DumpReader reader = new DumpReader(report);
        Look one = reader.read(dumps.get(0), printed(0));
        Look other = reader.read(dumps.get(1), printed(1));
        TwoLooks.Lasting lasting;
        try {
            lasting = TwoLooks.compare(one, other);
        } catch (BadDump e) {
            throw new BadUse(
                    "cannot compare '" + targets.get(0) + "' and '" + targets.get(1) + "': " + e.getMessage(), e);
        }
        report.ready(0, summary(lasting));
        if (lasting.wrong() > 0) {
            report.say(lasting.wrong() + " of those that have gone on had been called proven, which is a mistake of"
                    + " Rouse's: please report it");
        }
        lasting.findings().forEach(finding -> report.finding(0, finding));
        report.end(Duration.ofNanos(System.nanoTime() - start));
        return report.exitCode(ExitCode.DONE);
    }

    private static Path file(String name) {
        Path dump = Path.of(name);
        if (!Files.exists(dump)) {
            throw new BadUse("there is no file '" + name + "': give a heap dump, or the PID of a JVM");
        }
        if (!Files.isRegularFile(dump)) {
            throw new BadUse("'" + name + "' is no file: give a heap dump");
        }
        return dump;
    }

    private List<String> printed(int which) {
        if (threads.size() <= which) {
            return List.of();
        }
        Path file = threads.get(which);
        if (!Files.isRegularFile(file)) {
            throw new BadUse("there is no file '" + file + "': give what 'jcmd PID Thread.print -l' has printed");
        }
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BadUse("cannot read '" + file + "': " + Sentences.reason(e, file.toString()), e);
        }
    }

    private static String summary(TwoLooks.Lasting lasting) {
        return String.format(
                Locale.ROOT,
                "two dumps of one process, %s apart: %,d waits are lost in both; %,d threads that were lost in the earlier"
                        + " one have gone on or ended, %,d are lost in the later one only",
                Durations.words(lasting.apart()),
                lasting.findings().stream()
                        .mapToLong(finding -> finding.count())
                        .sum(),
                lasting.gone(),
                lasting.came());
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
