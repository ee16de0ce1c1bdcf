package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.agent.MeterPoint.Group;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class MeterInstallationTest {
    private final List<String> notes = new ArrayList<>();
    private final HandInstrumentation host =
            new HandInstrumentation(ConcurrentLinkedQueue.class, java.util.HashMap.class, String.class);
    private final MeterInstallation meters = new MeterInstallation(host.instrumentation(), notes::add);

    @Test
    void metersWhatIsLoadedAndRestoresIt() throws IOException {
        assertThat(meters.install(EnumSet.of(Group.QUEUE), Map.of(), Set.of(), Set.of()))
                .isTrue();
        assertThat(hooks(ConcurrentLinkedQueue.class))
                .containsExactly("isEmpty>askedEmpty", "offer>offered", "offer>put", "peek>peeked", "poll>taken");
        meters.remove();

        String queue = "retransformClasses [class java.util.concurrent.ConcurrentLinkedQueue]";
        assertThat(host.asked).containsSubsequence("addTransformer", queue, "removeTransformer", queue);
        assertThat(meters.transform(null, null, "a", ConcurrentLinkedQueue.class, null, new byte[0]))
                .isNull();
        assertThat(notes).isEmpty();
    }

    @Test
    void countsTheEntriesOfTheMethodsThatItIsToldTo() throws IOException {
        meters.install(Set.of(), Map.of("java.util.HashMap", Set.of("getNode")), Set.of(), Set.of());

        assertThat(hooks(java.util.HashMap.class)).containsExactly("getNode>entered");
    }

    private static final class Frames extends InputStream {
        @Override
        public int read() {
            return -1;
        }
    }

    private static final class Workers implements java.util.concurrent.Executor {
        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    @Test
    void metersStreamsAndExecutorsOfSomebodysOwn() throws IOException {
        host.loaded.addAll(List.of(Frames.class, Workers.class));
        meters.install(EnumSet.of(Group.STREAM, Group.DISPATCH), Map.of(), Set.of(), Set.of());

        assertThat(hooks(Frames.class)).containsExactly("read>readOne");
        assertThat(hooks(Workers.class)).containsExactly("execute>dispatched");
    }

    @Test
    void leavesAClassAloneThatMayHaveFramesThatLiveOn() throws IOException {
        host.loaded.add(Frames.class);
        meters.install(EnumSet.of(Group.STREAM), Map.of(), Set.of(Frames.class.getName()), Set.of());

        assertThat(hooks(Frames.class)).isEmpty();
    }

    @Test
    void metersNothingWhereNothingIsLoaded() {
        assertThat(meters.install(EnumSet.of(Group.TLS), Map.of(), Set.of(), Set.of()))
                .isFalse();
        assertThat(host.asked).doesNotContain("addTransformer");
    }

    private Set<String> hooks(Class<?> type) throws IOException {
        byte[] metered = meters.transform(null, null, type.getName(), type, null, bytes(type.getName()));
        Set<String> hooks = new TreeSet<>();
        if (metered != null) {
            new ClassReader(metered).accept(new Hooks(hooks), 0);
        }
        return hooks;
    }

    private static final class Hooks extends ClassVisitor {
        private final Set<String> hooks;

        Hooks(Set<String> hooks) {
            super(Opcodes.ASM9);
            this.hooks = hooks;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String name, String type, boolean itf) {
                    if (owner.startsWith("dev/rouse/probe/")) {
                        hooks.add(method + ">" + name);
                    }
                }
            };
        }
    }

    private static byte[] bytes(String type) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(type.replace('.', '/') + ".class")) {
            assertThat(in).as(type).isNotNull();
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    /** What a JDK renames would go unseen otherwise. */
    @Test
    void knowsMethodsThatThisJdkHas() throws IOException {
        List<String> wanted = List.of(
                "sun/nio/ch/SelectorImpl.lockAndDoSelect",
                "sun/nio/ch/SocketChannelImpl.read",
                "sun/nio/ch/SocketChannelImpl.write",
                "sun/nio/ch/ServerSocketChannelImpl.accept",
                "sun/nio/ch/NioSocketImpl.read",
                "java/nio/charset/CharsetDecoder.decode",
                "java/util/zip/Inflater.inflate",
                "java/util/concurrent/locks/LockSupport.park",
                "java/util/concurrent/locks/LockSupport.parkNanos",
                "java/util/concurrent/locks/AbstractQueuedSynchronizer$ConditionObject.awaitNanos",
                "java/util/concurrent/locks/ReentrantLock.unlock",
                "java/util/concurrent/locks/ReentrantLock.tryLock",
                "java/util/concurrent/CompletableFuture.isDone",
                "java/util/ArrayDeque.addLast",
                "java/util/ArrayDeque.pollFirst",
                "java/io/ByteArrayInputStream.read",
                "java/io/BufferedReader.readLine",
                "java/lang/Thread.start",
                "java/util/concurrent/LinkedBlockingQueue.offer",
                "java/util/concurrent/LinkedBlockingQueue.take",
                "java/util/concurrent/ScheduledThreadPoolExecutor$DelayedWorkQueue.offer",
                "java/util/concurrent/ForkJoinPool$WorkQueue.push",
                "java/util/concurrent/ForkJoinTask.doExec",
                "java/nio/HeapByteBuffer.compact",
                "java/nio/DirectByteBuffer.compact",
                "sun/nio/ch/NioSocketImpl.connect",
                "sun/nio/ch/SocketChannelImpl.connect",
                "sun/nio/ch/SocketChannelImpl.blockingConnect",
                "java/lang/Throwable.fillInStackTrace");
        List<MeterPoint> points = MeterPoint.of(EnumSet.allOf(Group.class));
        for (String method : wanted) {
            String owner = method.substring(0, method.lastIndexOf('.'));
            String name = method.substring(method.lastIndexOf('.') + 1);
            assertThat(methods(owner, name))
                    .as(method)
                    .anyMatch(found -> points.stream()
                            .anyMatch(point -> point.owner().equals(owner)
                                    && point.isAt(name, found, owner.endsWith("LockSupport"))));
        }
    }

    private static List<String> methods(String owner, String method) throws IOException {
        List<String> descriptors = new ArrayList<>();
        new ClassReader(bytes(owner.replace('/', '.')))
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                if (name.equals(method)) {
                                    descriptors.add(descriptor);
                                }
                                return new MethodVisitor(Opcodes.ASM9) {};
                            }
                        },
                        ClassReader.SKIP_CODE);
        return descriptors;
    }
}
