package dev.rouse.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List the JVMs of yours that can be attached to.")
final class ListCommand implements Callable<Integer> {
    private static final String ROW = "%-8s %-12s %-14s %s%n";

    @Override
    public Integer call() {
        List<Jvms.Jvm> jvms = Jvms.ofThisUser();
        if (jvms.isEmpty()) {
            System.out.println("no JVM of yours that can be attached to is running");
            return ExitCode.DONE;
        }
        System.out.printf(ROW, "PID", "JAVA", "UP", "MAIN CLASS OR JAR");
        for (Jvms.Jvm jvm : jvms) {
            HostProcess process = jvm.process();
            System.out.printf(ROW, process.pid(), process.javaVersion().orElse("?"), up(process), jvm.name());
        }
        return ExitCode.DONE;
    }

    private static String up(HostProcess process) {
        return process.info()
                .flatMap(ProcessHandle.Info::startInstant)
                .map(start -> Durations.words(Duration.between(start, Instant.now())))
                .orElse("?");
    }
}
