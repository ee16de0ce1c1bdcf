package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The breaches that a runtime has told. */
final class Seen implements Consumer<Breach> {
    private final Queue<Breach> all = new ConcurrentLinkedQueue<>();

    @Override
    public void accept(Breach breach) {
        all.add(breach);
    }

    Runtime runtime() {
        return Runtime.builder().cores(1).onBreach(this).start();
    }

    List<Breach> of(Breach.Fact fact) {
        return all.stream().filter(breach -> breach.fact() == fact).toList();
    }

    /** All but lateness and held cores, of which a busy machine has its own. */
    List<Breach> facts() {
        return told().stream()
                .filter(breach -> breach.fact() != Breach.Fact.BLOCKED)
                .toList();
    }

    /** All but lateness. */
    List<Breach> told() {
        return all.stream().filter(breach -> breach.fact() != Breach.Fact.LATE).toList();
    }

    Breach await(Breach.Fact fact) {
        return await(fact, "", () -> {});
    }

    Breach await(Breach.Fact fact, String future, Runnable meanwhile) {
        Eventually.holds(
                fact + " of " + future, () -> named(fact, future).findAny().isPresent(), meanwhile);
        return named(fact, future).findFirst().orElseThrow();
    }

    private Stream<Breach> named(Breach.Fact fact, String future) {
        return of(fact).stream().filter(breach -> breach.future().contains(future));
    }

    void saysNothingOf(Class<?> innocent) {
        assertThat(told())
                .noneMatch(breach -> breach.future().contains(innocent.getSimpleName()))
                .noneMatch(breach -> breach.task().contains(innocent.getSimpleName()));
    }
}
