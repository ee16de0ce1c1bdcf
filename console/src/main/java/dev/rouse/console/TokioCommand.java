package dev.rouse.console;

import dev.rouse.tokio.Address;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "tokio",
        description = "Report on a Tokio service that serves tokio-console's protocol (console-subscriber).",
        footer = {
            "",
            "Build the service with console-subscriber and RUSTFLAGS='--cfg tokio_unstable'; nothing else in it changes.",
            "The protocol does not show what is inside a task: what a lost wake is suspected from is said with it.",
            "Exit code: 0; 3 when --fail-on was met; 2 when no such service answers, said in one sentence."
        })
final class TokioCommand implements Callable<Integer> {
    @Mixin
    private Reporting reporting = new Reporting();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "Watch for so long, from the first update on: 500ms, 30s (the default), 2m.")
    private Duration time = Duration.ofSeconds(30);

    @Parameters(
            paramLabel = "URL",
            arity = "0..1",
            description = "http://HOST:PORT, or unix:///PATH of a socket. Default: http://127.0.0.1:6669.")
    private String url = Address.USUAL.toString();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Address address = TokioSession.address(url);
        try (Report report = reporting.toStdout()) {
            TokioSession.reporting(address, report).watch(time);
            return report.exitCode(ExitCode.DONE);
        }
    }
}
