package dev.rouse.agent;

import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Where the threads of event loops wait for the next event, and where they take the next message or task in hand. The
 * JDK's selectors are the waiting place of most; Netty's executors without one have their own.
 *
 * @param suffix of the class's name, so that relocated copies are found too
 * @param methods names, or beginnings of names, of the methods that get calls
 * @param hooked the methods without which this is watched only in part
 */
record LoopInstrumentation(String suffix, Set<String> methods, Set<String> hooked, Point point)
        implements Instrumented {
    private static final String HOOKS = "java/util/concurrent/RouseHooks";
    private static final String OF_OBJECT = "(Ljava/lang/Object;)V";

    /** What such a method is to the loop. */
    enum Point {
        WAITS,
        TAKES,
        MOVES,
        SERVES
    }

    static final List<Instrumented> ALL = List.of(
            new LoopInstrumentation(
                    "sun/nio/ch/SelectorImpl", Set.of("lockAndDoSelect"), Set.of("lockAndDoSelect"), Point.WAITS),
            new LoopInstrumentation(
                    "sun/nio/ch/SocketChannelImpl", Set.of("read", "write"), Set.of("read", "write"), Point.MOVES),
            waits("netty/util/concurrent/SingleThreadEventExecutor", "takeTask"),
            waits("netty/util/concurrent/GlobalEventExecutor", "takeTask"),
            waits("netty/channel/epoll/EpollEventLoop", "epollWait", "epollBusyWait"),
            waits("netty/channel/epoll/EpollIoHandler", "epollWait", "epollBusyWait"),
            waits("netty/channel/kqueue/KQueueEventLoop", "kqueueWait"),
            waits("netty/channel/kqueue/KQueueIoHandler", "kqueueWait"),
            takes("netty/util/concurrent/AbstractEventExecutor", "safeExecute", "runTask"),
            takes("netty/channel/DefaultChannelPipeline", "fireChannelRead"),
            new LoopInstrumentation("disruptor/BatchEventProcessor", Set.of("run"), Set.of(), Point.SERVES));

    private static Instrumented waits(String suffix, String... methods) {
        return new LoopInstrumentation(suffix, Set.of(methods), Set.of(), Point.WAITS);
    }

    private static Instrumented takes(String suffix, String... methods) {
        return new LoopInstrumentation(suffix, Set.of(methods), Set.of(), Point.TAKES);
    }

    /** Whether a hooked class belongs to the threads that are watched, and is no promise. */
    static boolean isOfLoops(String className) {
        return ALL.stream().anyMatch(type -> type.matches(className));
    }

    @Override
    public boolean matches(String className) {
        return className.endsWith(suffix);
    }

    @Override
    public boolean runsForLong() {
        return point == Point.SERVES;
    }

    /** A static method has no loop at hand: it is left alone, where the call needs one. */
    @Override
    public ClassVisitor over(String className, ClassVisitor next, Set<String> done) {
        ClassVisitor hooking = Instrumented.super.over(className, next, done);
        return new ClassVisitor(Opcodes.ASM9, hooking) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                boolean without = (access & Opcodes.ACC_STATIC) != 0 && point != Point.TAKES;
                return without
                        ? next.visitMethod(access, name, descriptor, signature, exceptions)
                        : super.visitMethod(access, name, descriptor, signature, exceptions);
            }
        };
    }

    @Override
    public MethodVisitor hook(String className, String method, String descriptor, MethodVisitor next) {
        if (methods.stream().noneMatch(name -> point == Point.WAITS ? method.startsWith(name) : method.equals(name))) {
            return next;
        }
        return switch (point) {
            case WAITS -> atEntry(Instrumented.atReturn(next, HOOKS, "turns", OF_OBJECT, 0), "waits", OF_OBJECT);
            case SERVES -> atEntry(next, "waits", OF_OBJECT);
            case TAKES -> atEntry(next, "steps", "()V");
            case MOVES -> Instrumented.atReturn(next, HOOKS, "steps", OF_OBJECT, 0);
        };
    }

    private static MethodVisitor atEntry(MethodVisitor next, String call, String descriptor) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                if (descriptor.equals(OF_OBJECT)) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                }
                super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, call, descriptor, false);
            }
        };
    }
}
