package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.innocent.BusyInnocent;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that burn a core and get something done, under {@code rouse run}, two at a time: nothing is found. */
class BusyInnocentsTest {
    private static final long SECONDS = Long.getLong("rouse.busy.seconds", 9);

    /** What {@link dev.rouse.acceptance.innocent.Innocent#ALL_RIGHT} asks of a long life, of a short one. */
    private static final String ALL_RIGHT = "innocent: \\d{2,} right, 0 wrong";

    @TempDir
    Path directory;

    @Test
    void areNotSpokenAbout() {
        List<BusyInnocent> left = new ArrayList<>(List.of(BusyInnocent.values()));
        while (!left.isEmpty()) {
            List<BusyInnocent> pair = left.subList(0, Math.min(2, left.size()));
            areNotSpokenAbout(pair);
            pair.clear();
        }
    }

    private void areNotSpokenAbout(List<BusyInnocent> services) {
        Map<BusyInnocent, ChildJvm> children = new EnumMap<>(BusyInnocent.class);
        try {
            services.forEach(service -> children.put(service, start(service)));
            children.forEach((service, child) -> {
                assertThat(child.awaitExit(Duration.ofSeconds(SECONDS + 60)))
                        .as("%s", child)
                        .isZero();
                assertThat(child.out()).as("%s", child).anyMatch(line -> line.matches(ALL_RIGHT));
                assertThat(ReportedFinding.in(findings(service)))
                        .as("%s", child)
                        .isEmpty();
            });
        } finally {
            children.values().forEach(ChildJvm::close);
        }
    }

    private ChildJvm start(BusyInnocent service) {
        JavaCommand host = JavaCommand.on(Jdk.running())
                .options("-Xmx256m", "-Drouse.innocent.seconds=" + SECONDS)
                .main(Rouse.withOwnMains(List.of()), service.main());
        return Rouse.run(findings(service), host).start();
    }

    private Path findings(BusyInnocent service) {
        return directory.resolve(service + ".jsonl");
    }
}
