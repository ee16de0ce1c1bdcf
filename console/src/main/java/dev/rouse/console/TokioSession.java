package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.record.Entry;
import dev.rouse.tokio.Address;
import dev.rouse.tokio.Unreachable;
import dev.rouse.tokio.Watch;
import java.time.Duration;

/** One session with a Tokio service, from the first update to the end of its time. */
final class TokioSession {
    private final Watch watch;
    private final Report report;
    private final long start = System.nanoTime();

    private TokioSession(Watch watch, Report report) {
        this.watch = watch;
        this.report = report;
    }

    static TokioSession reporting(Address address, Report report) {
        return new TokioSession(new Watch(address, new Heard(report, false)), report);
    }

    static TokioSession recording(Address address, Recorder recorder, Report report) {
        return new TokioSession(new Watch(address, new Heard(recorder, true)), report);
    }

    /** @throws BadUse when it is none */
    static Address address(String url) {
        try {
            return Address.parse(url);
        } catch (IllegalArgumentException e) {
            throw new BadUse(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether this is no process's name, but where a service serves its console. */
    static boolean isAddress(String target) {
        return target.contains("://");
    }

    void watch(Duration time) throws InterruptedException {
        Interrupt interrupt = Interrupt.call(
                () -> {
                    watch.stop();
                    end();
                },
                report);
        try {
            watch.watch(time);
            end();
        } catch (Unreachable e) {
            throw new BadUse(String.valueOf(e.getMessage()), e);
        } finally {
            interrupt.cancel();
        }
    }

    private void end() {
        report.end(Duration.ofNanos(System.nanoTime() - start));
    }

    /** There is one process, and it does not tell its number. */
    private record Heard(AgentNews news, boolean isRecording) implements Watch.News {
        @Override
        public void ready(String sentence) {
            news.ready(0, sentence);
        }

        @Override
        public void note(String sentence) {
            news.note(0, sentence);
        }

        @Override
        public void finding(Finding finding) {
            news.finding(0, finding);
        }

        @Override
        public void source(Entry.Source source) {
            news.source(source);
        }

        @Override
        public void sites(Entry.Sites sites) {
            news.sites(sites);
        }
    }
}
