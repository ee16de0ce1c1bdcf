package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.probe.Nursery;
import dev.rouse.probe.PromiseHooks;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Netty's promise with the hooks in it, loaded and run by a class loader of its own. */
class NettyHooksTest {
    private final List<String> notes = new ArrayList<>();
    private final Transformer transformer = new Transformer(new HandInstrumentation().instrumentation(), notes::add);

    @BeforeEach
    void opens() {
        PromiseHooks.watch(new NettyPromises());
        Nursery.open(true);
    }

    @AfterEach
    void closes() {
        Nursery.open(false);
        PromiseHooks.watch();
    }

    /** Adds a listener to a promise; runs inside the class loader with the hooks. */
    public static final class AddsAListener implements Supplier<Promise<String>> {
        @Override
        public Promise<String> get() {
            EventExecutor executor = ImmediateEventExecutor.INSTANCE;
            Promise<String> promise = new DefaultPromise<>(executor);
            promise.addListener((FutureListener<String>) future -> {});
            return promise;
        }
    }

    @Test
    void tellsTheNurseryOfAListener() throws ReflectiveOperationException {
        Class<?> story = new HookingLoader(
                        transformer, name -> name.startsWith("io.netty.") || name.equals(AddsAListener.class.getName()))
                .loadClass(AddsAListener.class.getName());
        Object promise = ((Supplier<?>) story.getDeclaredConstructor().newInstance()).get();

        List<Object> swept = new ArrayList<>();
        Nursery.sweep(swept::add);

        assertThat(promise.getClass()).isNotSameAs(DefaultPromise.class);
        assertThat(swept).containsExactly(promise);
        assertThat(notes).isEmpty();
        assertThat(Nursery.failure()).isNull();
    }
}
