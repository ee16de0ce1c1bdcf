package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The bytes of the CompletableFuture of the JDK that runs the test; Netty's are in {@link NettyPromisesTest}. */
class TransformerTest {
    private static final String FUTURE = "java/util/concurrent/CompletableFuture";

    private final List<String> notes = new ArrayList<>();
    private final HandInstrumentation host = new HandInstrumentation(CompletableFuture.class, String.class);
    private final Transformer transformer = new Transformer(host.instrumentation(), notes::add);

    private byte @Nullable [] transform(String className, byte[] bytes) {
        return transformer.transform(null, null, className, null, null, bytes);
    }

    private static byte[] bytes(String className) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(className + ".class")) {
            assertThat(in).as(className).isNotNull();
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    @Test
    void hooksEveryWayOfWaitingAndNothingElse() throws IOException {
        byte[] hooked = transform(FUTURE, bytes(FUTURE));

        assertThat(hooked).isNotNull();
        Map<String, Set<String>> calls = new TreeMap<>(calls(hooked == null ? new byte[0] : hooked));
        assertThat(calls)
                .containsEntry("asyncSupplyStage", Set.of("handed"))
                .containsEntry("asyncRunStage", Set.of("handed"))
                .containsEntry("uniApplyNow", Set.of("handed"));
        calls.values().removeIf(Set.of("handed")::equals);
        assertThat(calls)
                .isEqualTo(Map.of(
                        "unipush", Set.of("pushed"),
                        "bipush", Set.of("pushed"),
                        "orpush", Set.of("pushed"),
                        "waitingGet", Set.of("blocks"),
                        "timedGet", Set.of("blocks")));
        assertThat(transformer.done()).containsOnlyKeys(FUTURE);
        assertThat(notes).isEmpty();
    }

    /** The classes of the JDK that run tasks and timers, park threads and make them wait, with the hooks of each. */
    static Stream<Arguments> tasks() {
        String timer = "ScheduledThreadPoolExecutor$ScheduledFutureTask";
        String condition = "locks/AbstractQueuedSynchronizer$ConditionObject";
        return Stream.of(
                hooks("ThreadPoolExecutor", "execute handed", "runWorker runs", "reject refused"),
                hooks("ForkJoinPool", "execute handed", "submit handed"),
                hooks("CompletableFuture$UniCompletion", "claim claimed"),
                hooks("CompletableFuture$Completion", "run runs", "exec runs"),
                hooks("CompletableFuture$AsyncSupply", "run runs"),
                hooks("CompletableFuture$AsyncRun", "run runs"),
                hooks("ScheduledThreadPoolExecutor", "delayedExecute scheduled"),
                hooks(timer, "run fired", "run fires"),
                hooks(condition, "await waited", "await awaits", "awaitNanos waited", "awaitNanos awaits"),
                hooks(
                        "locks/LockSupport",
                        "park parked",
                        "park parks",
                        "parkNanos parked",
                        "parkNanos parks",
                        "parkUntil parked",
                        "parkUntil parks",
                        "unpark unparks"));
    }

    private static Arguments hooks(String type, String... calls) {
        return Arguments.of("java/util/concurrent/" + type, List.of(calls));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void hooksTheWaysOfTasksTimersAndThreads(String type, List<String> expected) throws IOException {
        byte[] hooked = transform(type, bytes(type));

        assertThat(hooked).isNotNull();
        List<String> calls = new ArrayList<>();
        calls(hooked == null ? new byte[0] : hooked)
                .forEach((method, hooks) -> hooks.forEach(hook -> calls.add(method + " " + hook)));
        assertThat(calls).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(notes).isEmpty();
    }

    @Test
    void hooksTheAdaptersOfForkJoinPoolWhereTheyRunWhatIsInThem() throws IOException {
        String adapter = "java/util/concurrent/ForkJoinTask$RunnableExecuteAction";
        byte[] hooked = transform(adapter, bytes(adapter));

        assertThat(hooked).isNotNull();
        assertThat(calls(hooked == null ? new byte[0] : hooked).values()).containsExactly(Set.of("runs"));
    }

    /** By method, which of our hooks it calls. */
    private static Map<String, Set<String>> calls(byte[] bytes) {
        Map<String, Set<String>> calls = new TreeMap<>();
        new ClassReader(bytes).accept(new HookCalls(calls), 0);
        return calls;
    }

    private static final class HookCalls extends ClassVisitor {
        private final Map<String, Set<String>> calls;

        HookCalls(Map<String, Set<String>> calls) {
            super(Opcodes.ASM9);
            this.calls = calls;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String name, String called, boolean itf) {
                    if (owner.contains("Rouse") || owner.contains("rouse")) {
                        calls.merge(method, Set.of(name), TransformerTest::union);
                    }
                }
            };
        }
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new java.util.TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    @Test
    void leavesOtherClassesAlone() throws IOException {
        assertThat(transform("java/util/concurrent/FutureTask", bytes("java/util/concurrent/FutureTask")))
                .isNull();
        assertThat(transform(FUTURE + "$AltResult", bytes(FUTURE + "$AltResult")))
                .isNull();
        assertThat(transformer.transform(null, null, null, null, null, new byte[0]))
                .isNull();
        assertThat(transformer.done()).isEmpty();
    }

    @Test
    void saysWhatIsMissingInAClassOfThatNameWithoutTheMethods() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, FUTURE, null, "java/lang/Object", null);
        writer.visitEnd();

        assertThat(transform(FUTURE, writer.toByteArray())).isNull();
        assertThat(notes)
                .singleElement()
                .asString()
                .startsWith("java.util.concurrent.CompletableFuture is watched only in part: of [")
                .endsWith("] it has []");
    }

    @Test
    void leavesAClassThatItCannotReadAsItIsAndSaysSo() {
        assertThat(transform(FUTURE, new byte[] {1, 2, 3})).isNull();
        assertThat(notes)
                .singleElement()
                .asString()
                .startsWith("left java.util.concurrent.CompletableFuture as it is: ");
    }

    @Test
    void asksForTheWatchedClassesThatAreLoadedAndLaterForTheirRestoration() {
        transformer.install();
        transformer.remove();

        String future = "retransformClasses [class java.util.concurrent.CompletableFuture]";
        assertThat(host.asked)
                .containsExactly(
                        "addTransformer",
                        "getAllLoadedClasses",
                        "isModifiableClass",
                        future,
                        "removeTransformer",
                        "getAllLoadedClasses",
                        "isModifiableClass",
                        future);
    }
}
