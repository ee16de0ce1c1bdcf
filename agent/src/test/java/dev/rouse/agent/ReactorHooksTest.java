package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.probe.Cell;
import dev.rouse.probe.Nursery;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Mono.create with the hooks in it, loaded and run by a class loader of its own. */
class ReactorHooksTest {
    private final List<String> notes = new ArrayList<>();
    private final Transformer transformer = new Transformer(new HandInstrumentation().instrumentation(), notes::add);
    private final Sinks sinks = new Sinks();

    @BeforeEach
    void opens() {
        Nursery.open(true);
    }

    @AfterEach
    void closes() {
        assertThat(Nursery.failure()).isNull();
        assertThat(notes).isEmpty();
        Nursery.open(false);
    }

    /** Does as a word says; runs inside the class loader with the hooks. */
    public static final class Story implements Function<String, Object> {
        private @Nullable MonoSink<String> held;
        private @Nullable Disposable subscription;

        @Override
        public Object apply(String word) {
            switch (word) {
                case "subscribe" ->
                    subscription = Mono.<String>create(sink -> held = sink)
                            .map(String::trim)
                            .subscribe(value -> {}, error -> {});
                case "at once" ->
                    subscription = Mono.<String>create(MonoSink::success).subscribe();
                case "success" -> Objects.requireNonNull(held).success("answer");
                case "empty" -> Objects.requireNonNull(held).success();
                case "error" -> Objects.requireNonNull(held).error(new IllegalStateException("refused"));
                default -> Objects.requireNonNull(subscription).dispose();
            }
            return Objects.requireNonNull(subscription);
        }
    }

    @SuppressWarnings("unchecked")
    private Function<String, Object> story() throws ReflectiveOperationException {
        ClassLoader loader = new HookingLoader(
                transformer, name -> name.startsWith("reactor.") || name.equals(Story.class.getName()));
        return (Function<String, Object>)
                loader.loadClass(Story.class.getName()).getDeclaredConstructor().newInstance();
    }

    private static Object only() {
        List<Object> swept = new ArrayList<>();
        Nursery.sweep(swept::add);
        assertThat(swept).hasSize(1);
        return swept.get(0);
    }

    @Test
    void followsASubscribedSinkToItsEnd() throws ReflectiveOperationException {
        for (String end : List.of("success", "empty", "error", "cancel")) {
            Function<String, Object> story = story();
            Object subscriber = story.apply("subscribe");

            Object registration = only();
            assertThat(sinks.isPending(registration)).isTrue();
            assertThat(sinks.callback(registration)).isNotNull();
            assertThat(sinks.task(registration)).isSameAs(subscriber);
            Cell cell = sinks.watch(sinks.sources(registration).get(0));
            assertThat(cell).isNotNull().matches(riding -> !riding.fired());

            Object same = story.apply(end);
            assertThat(same).isSameAs(subscriber);

            assertThat(sinks.isPending(registration)).as(end).isFalse();
            assertThat(cell).as(end).isNotNull().matches(Cell::fired);
        }
    }

    @Test
    void takesASinkThatEmittedAtOnceForOver() throws ReflectiveOperationException {
        assertThat(story().apply("at once")).isNotNull();

        assertThat(sinks.isPending(only())).isFalse();
    }
}
