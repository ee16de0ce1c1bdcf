package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromiseHooksTest {
    private final List<Cell> riding = new ArrayList<>();

    @BeforeEach
    void opens() {
        PromiseHooks.watch(new Strings(riding::add));
        Nursery.open(true);
    }

    @AfterEach
    void closes() {
        Nursery.open(false);
        PromiseHooks.watch();
    }

    private static List<Object> sweep() {
        List<Object> swept = new ArrayList<>();
        Nursery.sweep(swept::add);
        return swept;
    }

    @Test
    void registersAPromiseThatGetsAListenerAndSamplesIt() {
        class Listener {}
        PromiseHooks.listens("promise", new Listener());

        assertThat(sweep()).containsExactly("promise");
        assertThat(riding)
                .singleElement()
                .satisfies(cell -> assertThat(cell.site).isSameAs(FunctionSite.of(new Listener())));
    }

    @Test
    void samplesABlockingWaitWithItsStackWhileThereAreCredits() {
        for (int i = 0; i < 60; i++) {
            PromiseHooks.blocks("promise");
        }

        assertThat(riding).hasSize(50).allSatisfy(cell -> assertThat(cell.site).isInstanceOf(Throwable.class));
    }

    @Test
    void doesNothingOnceClosed() {
        Nursery.open(false);
        PromiseHooks.listens("promise", new Object());
        PromiseHooks.blocks("promise");

        assertThat(sweep()).isEmpty();
        assertThat(riding).isEmpty();
    }

    @Test
    void closesAllHooksWhenALibraryFailsAndThrowsNothingAtTheHost() {
        PromiseHooks.watch(new Strings(cell -> {
            throw new IllegalStateException("no such field");
        }));

        PromiseHooks.blocks("promise");

        assertThat(Nursery.isOpen()).isFalse();
        assertThat(Nursery.failure()).isEqualTo("java.lang.IllegalStateException: no such field");
    }

    /** A library whose promises are strings. */
    private record Strings(java.util.function.Consumer<Cell> riders) implements Promises {
        @Override
        public boolean owns(Object registration) {
            return registration instanceof String;
        }

        @Override
        public void ride(Object promise, Cell cell) {
            riders.accept(cell);
        }

        @Override
        public boolean isMachinery(String className) {
            return false;
        }

        @Override
        public boolean isPending(Object registration) {
            return true;
        }

        @Override
        public List<Object> sources(Object registration) {
            return List.of(registration);
        }

        @Override
        public boolean isForAny(Object registration) {
            return false;
        }

        @Override
        public @Nullable Object dependent(Object registration) {
            return null;
        }

        @Override
        public boolean onlyComputes(Object registration) {
            return false;
        }

        @Override
        public @Nullable Object callback(Object registration) {
            return null;
        }

        @Override
        public @Nullable Cell watch(Object promise) {
            return null;
        }

        @Override
        public @Nullable Thread waiter(Object promise) {
            return null;
        }

        @Override
        public boolean hasTimeout(Object promise) {
            return false;
        }
    }
}
