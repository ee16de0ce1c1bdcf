package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.probe.Beside;
import dev.rouse.probe.Cell;
import dev.rouse.probe.Nursery;
import dev.rouse.probe.SuspensionPoints;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.SafeContinuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.SuspendLambda;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CancellableContinuationImpl;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.GlobalScope;
import kotlinx.coroutines.Job;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kotlin's continuations with the hooks in them, loaded and run by a class loader of their own. */
class CoroutineHooksTest {
    private final List<String> notes = new ArrayList<>();
    private final Transformer transformer = new Transformer(new HandInstrumentation().instrumentation(), notes::add);
    private final Coroutines coroutines = new Coroutines(points());

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

    private static SuspensionPoints points() {
        try {
            return (SuspensionPoints) Boot.make("java.util.concurrent.RouseCoroutines");
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** A coroutine as Kotlin's compiler makes it, which waits in one way and then does no more. */
    @SuppressWarnings("serial") // Kotlin's base class is serializable; this is not
    public static final class Waits extends SuspendLambda
            implements Function2<CoroutineScope, Continuation<? super Unit>, Object> {
        private final String how;
        private final Story story;
        int label;

        Waits(String how, Story story, @Nullable Continuation<Object> completion) {
            super(2, completion);
            this.how = how;
            this.story = story;
        }

        @Override
        @SuppressWarnings("unchecked") // as the compiler does
        public Continuation<Unit> create(@Nullable Object scope, Continuation<?> completion) {
            return (Continuation<Unit>) (Continuation<?>) new Waits(how, story, (Continuation<Object>) completion);
        }

        @Override
        public Object invoke(CoroutineScope scope, Continuation<? super Unit> completion) {
            return ((Waits) (Continuation<?>) create(scope, completion)).invokeSuspend(Unit.INSTANCE);
        }

        @Override
        protected Object invokeSuspend(Object result) {
            if (label == 0) {
                label = 1;
                return story.suspend(how, this);
            }
            return Unit.INSTANCE;
        }
    }

    /** Starts a coroutine, and answers a word with what was asked for; runs inside the class loader with the hooks. */
    public static final class Story implements Consumer<String> {
        private @Nullable Continuation<Object> held;
        private @Nullable Job job;

        @Override
        public void accept(String word) {
            switch (word) {
                case "resume" -> held().resumeWith(Unit.INSTANCE);
                case "cancel" -> java.util.Objects.requireNonNull(job).cancel(null);
                default ->
                    job = BuildersKt.launch(
                            GlobalScope.INSTANCE,
                            EmptyCoroutineContext.INSTANCE,
                            CoroutineStart.UNDISPATCHED,
                            new Waits(word, this, null));
            }
        }

        private Continuation<Object> held() {
            return java.util.Objects.requireNonNull(held);
        }

        @SuppressWarnings("unchecked")
        Object suspend(String how, Continuation<?> completion) {
            Continuation<Object> caller = (Continuation<Object>) completion;
            switch (how) {
                case "delay" -> {
                    return java.util.Objects.requireNonNull(
                            DelayKt.delay(3_600_000, (Continuation<? super Unit>) completion));
                }
                case "safe" -> {
                    SafeContinuation<Object> safe = new SafeContinuation<>(IntrinsicsKt.intercepted(caller));
                    held = safe;
                    return java.util.Objects.requireNonNull(safe.getOrThrow());
                }
                default -> {
                    CancellableContinuationImpl<Object> own =
                            new CancellableContinuationImpl<>(IntrinsicsKt.intercepted(caller), 1);
                    own.initCancellability();
                    held = own;
                    if (how.equals("at once")) {
                        own.resumeWith(Unit.INSTANCE);
                    }
                    return java.util.Objects.requireNonNull(own.getResult());
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Consumer<String> story() throws ReflectiveOperationException {
        ClassLoader loader = new HookingLoader(
                transformer,
                name -> name.startsWith("kotlin.")
                        || name.startsWith("kotlinx.")
                        || name.startsWith(CoroutineHooksTest.class.getName() + "$"));
        return (Consumer<String>)
                loader.loadClass(Story.class.getName()).getDeclaredConstructor().newInstance();
    }

    private static List<Object> sweep() {
        List<Object> swept = new ArrayList<>();
        Nursery.sweep(swept::add);
        return swept;
    }

    @Test
    void tellsOfACoroutineThatIsSuspendedAndOfItsEnd() throws ReflectiveOperationException {
        for (String how : List.of("cancellable", "safe")) {
            Consumer<String> story = story();
            story.accept(how);

            Object wait = only(sweep());
            Cell cell = coroutines.watch(wait);
            assertThat(coroutines.owns(wait)).isTrue();
            assertThat(coroutines.isPending(wait)).isTrue();
            assertThat(coroutines.dependent(wait)).isNotNull();
            assertThat(cell).isNotNull().matches(riding -> !riding.fired());

            story.accept("resume");

            assertThat(coroutines.isPending(wait)).isFalse();
            assertThat(cell).isNotNull().matches(Cell::fired);
        }
    }

    private static Object only(List<Object> swept) {
        assertThat(swept).hasSize(1);
        return swept.get(0);
    }

    @Test
    void saysNothingOfOneThatIsResumedAtOnce() throws ReflectiveOperationException {
        story().accept("at once");

        assertThat(sweep()).isEmpty();
    }

    @Test
    void endsTheWaitOfOneThatIsCancelled() throws ReflectiveOperationException {
        Consumer<String> story = story();
        story.accept("cancellable");
        Object wait = only(sweep());
        Cell cell = coroutines.watch(wait);

        story.accept("cancel");

        assertThat(coroutines.isPending(wait)).isFalse();
        assertThat(cell).isNotNull().matches(Cell::fired);
    }

    @Test
    void takesACancelledCoroutineForOverEvenIfItCannotEnd() throws ReflectiveOperationException {
        Consumer<String> story = story();
        story.accept("safe");
        Object wait = only(sweep());
        Object coroutine = coroutines.dependent(wait);
        assertThat(coroutine).isNotNull().matches(suspended -> !coroutines.isOver(suspended));

        story.accept("cancel");

        assertThat(coroutine).isNotNull().matches(coroutines::isOver);
        assertThat(coroutines.dependent(wait)).isNull();
    }

    @Test
    void leavesADelayAloneAndRegistersItsPointNoMore() throws ReflectiveOperationException {
        Consumer<String> story = story();
        story.accept("delay");
        Object wait = only(sweep());

        assertThat(coroutines.isPending(wait)).isFalse();
        story.accept("delay");
        assertThat(sweep()).isEmpty();
        assertThat(Beside.of(wait)).isNotNull(); // sampled, before it was known to be idle
    }
}
