package dev.rouse.tokio;

import dev.rouse.engine.model.Finding;
import java.time.Duration;

/** A watch in a JVM of its own, which says what it has seen by now, update by update. */
final class LoadedWatch implements Watch.News {
    private static final Duration BOUND = Duration.ofMinutes(5);

    private final Watch watch;

    private LoadedWatch(Address address) {
        watch = new Watch(address, this);
    }

    /** @param words the address */
    public static void main(String[] words) throws Exception {
        new LoadedWatch(Address.parse(words[0])).watch.watch(BOUND);
    }

    @Override
    public void ready(String sentence) {
        System.out.println(sentence);
    }

    @Override
    public void note(String sentence) {
        System.out.println(sentence);
    }

    @Override
    public void finding(Finding finding) {
        System.out.println(Heard.line(finding));
    }

    @Override
    public void update() {
        Mirror mirror = watch.mirror();
        if (mirror != null) {
            System.out.println("seen " + watch.updates() + " updates, live " + mirror.live() + " finished "
                    + mirror.finishedAt(ManyTasks.SHORT_LIVED) + " longest " + watch.longestNs() / 1_000_000
                    + " ms, CPU "
                    + ProcessHandle.current()
                            .info()
                            .totalCpuDuration()
                            .orElse(Duration.ZERO)
                            .toMillis() + " ms, at " + System.currentTimeMillis());
        }
    }
}
