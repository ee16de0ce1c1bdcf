package dev.rouse.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "attach",
        description = "Report on a running JVM of yours, and leave it as it was.",
        footer = {
            "",
            "Waits that began before the agent came are seen only where a thread is parked in them.",
            "--prove makes the process stand still at the end, for some seconds a GB of heap, when there is something to",
            "prove; what it proves, and what it does not, is said by docs/heap.md.",
            "Exit code: 0; 3 when --fail-on was met; 2 when it cannot be attached to, said in one sentence."
        })
final class AttachCommand implements Callable<Integer> {
    @Mixin
    private Reporting reporting = new Reporting();

    @Mixin
    private FlameOption flame = new FlameOption();

    @Option(names = "--for", paramLabel = "TIME", description = "Watch for so long: 500ms, 30s (the default), 2m.")
    private Duration time = Duration.ofSeconds(30);

    @Option(
            names = "--prove",
            description = "At the end, when a lost-wake is suspected: take a heap dump, and prove it or say who holds"
                    + " the waker.")
    private boolean prove;

    @Option(
            names = "--prove-after",
            paramLabel = "TIME",
            description = "How old a suspected lost-wake must be to be worth the pause of a dump: 10s is the default.")
    private Duration proveAfter = Duration.ofSeconds(10);

    @Parameters(
            paramLabel = "PID|NAME",
            description = "The process, or a part of its main class or jar, as 'rouse list' shows it.")
    private String target = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        HostProcess process = Jvms.find(target);
        Path jar = AgentJar.find();
        Checks.refuseWhatCannotWork(process, jar);
        try (Report report = reporting.toStdout();
                Listener listener = Listener.open(report)) {
            flame.ask(listener, report);
            attachment(process, listener, report).watch(jar, time);
            return report.exitCode(ExitCode.DONE);
        }
    }

    private Attachment attachment(HostProcess process, Listener listener, Report report)
            throws IOException, InterruptedException {
        if (!prove) {
            return new Attachment(process, listener, report);
        }
        ProofByDump proof = new ProofByDump(process, report, proveAfter);
        proof.announce();
        return new Attachment(process, listener, report, proof::prove);
    }
}
