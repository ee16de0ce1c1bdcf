package dev.rouse.console;

import dev.rouse.engine.record.Entry;
import dev.rouse.engine.record.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        description = "Give the report of a recording once more, as it was told live.",
        footer = {
            "",
            "Of a file that still grows, or was cut off, it tells all that is there, and says what is not.",
            "Exit code: 0; 3 when --fail-on was met; 2 when nothing in the file can be read, said in one sentence."
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private Reporting reporting = new Reporting();

    @Parameters(paramLabel = "FILE", description = "What 'rouse record' has written.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        Recording recording = RecordingFile.read(file);
        try (Report report = reporting.toStdout()) {
            recording.told().forEach(entry -> tell(entry, report));
            report.end(recording.watched());
            RecordingFile.losses(file, recording).forEach(report::say);
            return report.exitCode(ExitCode.DONE);
        }
    }

    private static void tell(Entry entry, AgentNews news) {
        if (entry instanceof Entry.Found found) {
            news.finding(found.pid(), found.finding());
        } else if (entry instanceof Entry.Said said) {
            switch (said.word()) {
                case READY -> news.ready(said.pid(), said.text());
                case NOTE -> news.note(said.pid(), said.text());
                case REFUSED -> news.refused(said.pid(), said.text());
            }
        }
    }
}
