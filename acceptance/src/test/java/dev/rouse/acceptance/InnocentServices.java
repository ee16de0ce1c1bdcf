package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.innocent.Innocent;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.opentest4j.TestAbortedException;

/** Innocent services that all run at the same time on one JDK. */
final class InnocentServices implements AutoCloseable {
    private final Map<Innocent, ChildJvm> children = new EnumMap<>(Innocent.class);
    private final Map<Innocent, TestAbortedException> unavailable = new EnumMap<>(Innocent.class);
    private final long seconds;

    private InnocentServices(long seconds) {
        this.seconds = seconds;
    }

    /**
     * Starts those that are chosen and that the JDK can run.
     *
     * @param seconds how long each lives
     * @param wrap puts another command around a service's own
     */
    static InnocentServices start(
            Jdk jdk, long seconds, Predicate<Innocent> chosen, BiFunction<Innocent, JavaCommand, JavaCommand> wrap) {
        InnocentServices services = new InnocentServices(seconds);
        Innocent.on(jdk).filter(chosen).forEach(service -> services.start(jdk, service, wrap));
        return services;
    }

    private void start(Jdk jdk, Innocent service, BiFunction<Innocent, JavaCommand, JavaCommand> wrap) {
        try {
            JavaCommand host = JavaCommand.on(jdk)
                    .options("-Xmx256m", "-Drouse.innocent.seconds=" + seconds)
                    .main(Rouse.withOwnMains(service.libraries()), service.main());
            children.put(service, wrap.apply(service, host).start());
        } catch (TestAbortedException e) {
            unavailable.put(service, e);
        }
    }

    /** Waits for the end of one, which must have given right answers only. */
    ChildJvm assertAllRight(Innocent service) {
        TestAbortedException reason = unavailable.get(service);
        if (reason != null) {
            throw reason;
        }
        ChildJvm child = children.get(service);
        if (child == null) {
            throw new IllegalStateException(service + " has not been started");
        }
        assertThat(child.awaitExit(Duration.ofSeconds(seconds + 60)))
                .as("%s", child)
                .isZero();
        assertThat(child.out()).as("%s", child).anyMatch(line -> line.matches(Innocent.ALL_RIGHT));
        return child;
    }

    @Override
    public void close() {
        children.values().forEach(ChildJvm::close);
    }
}
