package dev.rouse.agent;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What a thread waits for that is inside a native method and uses no CPU. */
enum NativeWait {
    /** For a socket of this process: what may arrive there is told by the list of sockets. */
    NETWORK,
    /** For a socket, or until a time. */
    NETWORK_OR_TIME,
    /** For another thread of this process, as the JDK's own thread does that unblocks virtual ones. */
    INSIDE,
    /** For something that may come from outside at any time: input, a child process, a native library. */
    OUTSIDE,
    /** It is not in a native method: it computes, or is about to. */
    RUNNING;

    private static final Set<Integer> TIMED_SELECTS = timedSelects();

    static NativeWait of(List<StackTraceElement> stack) {
        if (stack.isEmpty()) {
            return OUTSIDE;
        }
        StackTraceElement top = stack.get(0);
        if (!top.isNativeMethod()) {
            return RUNNING;
        }
        String type = top.getClassName();
        if (type.startsWith("sun.nio.fs.")) {
            return OUTSIDE;
        }
        if (type.equals("java.lang.VirtualThread")) {
            return INSIDE;
        }
        if (type.startsWith("sun.nio.ch.") || type.startsWith("java.net.")) {
            return isTimed(stack) ? NETWORK_OR_TIME : NETWORK;
        }
        return type.contains("io.netty.channel") ? NETWORK_OR_TIME : OUTSIDE;
    }

    /** Whether a thread that is runnable but does not run may wait for a class to be initialized. */
    static boolean mayInitialize(List<StackTraceElement> stack) {
        StackTraceElement top = stack.isEmpty() ? null : stack.get(0);
        return top != null
                && (!top.isNativeMethod()
                        || top.getMethodName().startsWith("forName")
                        || top.getMethodName().startsWith("ensureClassInitialized"));
    }

    private static boolean isTimed(List<StackTraceElement> stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().equals("sun.nio.ch.SelectorImpl")
                    && frame.getMethodName().equals("select")) {
                return TIMED_SELECTS.contains(frame.getLineNumber());
            }
        }
        return false;
    }

    /**
     * The lines of {@code SelectorImpl.select} in the overloads that take a timeout: a frame does not tell them apart.
     */
    private static Set<Integer> timedSelects() {
        Set<Integer> lines = new HashSet<>();
        try (InputStream in = ClassLoader.getSystemResourceAsStream("sun/nio/ch/SelectorImpl.class")) {
            if (in != null) {
                new ClassReader(in).accept(linesOf("select", "J", lines), ClassReader.SKIP_FRAMES);
            }
        } catch (IOException | RuntimeException e) {
            return Set.of();
        }
        return lines;
    }

    private static ClassVisitor linesOf(String method, String argument, Set<Integer> lines) {
        return new ClassVisitor(Opcodes.ASM9) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                boolean wanted = name.equals(method)
                        && descriptor.substring(0, descriptor.indexOf(')')).contains(argument);
                return wanted ? collecting(lines) : null;
            }
        };
    }

    private static MethodVisitor collecting(Set<Integer> lines) {
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitLineNumber(int line, Label start) {
                lines.add(line);
            }
        };
    }
}
