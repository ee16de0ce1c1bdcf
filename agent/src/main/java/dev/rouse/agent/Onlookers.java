package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells from bytecode whether a thread that sleeps, or waits for a while, can wake anybody when it goes on: the
 * program's main thread often only looks now and then whether something has happened. What it has yet to run is, of
 * each method on its stack, the rest, and all that is called from there. Whatever cannot be read may wake somebody.
 */
final class Onlookers {
    private static final int DEPTH = 6;
    private static final int METHODS = 100;
    private static final byte[] NONE = new byte[0];

    /** How a method is called that closes what it is called on. */
    private static final Pattern ENDS =
            Pattern.compile("(close|shutdown|stop|destroy|dispose|terminate|cancel)[A-Za-z]*");

    /** How a method is called that only tells something, when its code cannot be read. */
    private static final Pattern ASKS = Pattern.compile(
            "(is|has)[A-Z].*|lock|lockInterruptibly|unlock|toString|hashCode|equals|.*([Cc]ount|[Ss]ize|[Ll]ength|[Ss]tate|[Nn]ame|[Mm]etrics|[Ss]tats)");

    /** Stacks remembered, at most. */
    private static final int STACKS = 200;

    private final Function<String, @Nullable Class<?>> types;
    private final Map<List<StackTraceElement>, Outlook> known = new HashMap<>();

    Onlookers(Function<String, @Nullable Class<?>> types) {
        this.types = types;
    }

    /** One look at a thread's code. */
    private static final class Look {
        private final ClassLoader loader;
        private final Map<String, byte[]> files = new HashMap<>();
        private final Set<String> seen = new HashSet<>();

        Look(ClassLoader loader) {
            this.loader = loader;
        }

        /** @param in the method that this frame has called */
        Outlook rest(StackTraceElement frame, String in) {
            byte[] file = frame.getLineNumber() <= 0
                    ? NONE
                    : file(frame.getClassName().replace('.', '/'));
            List<MethodCalls.Call> calls =
                    file.length == 0 ? null : MethodCalls.after(file, frame.getMethodName(), frame.getLineNumber(), in);
            return calls == null ? Outlook.MAY_WAKE : all(calls, DEPTH);
        }

        private Outlook all(List<MethodCalls.Call> calls, int depth) {
            Outlook outlook = Outlook.ONLY_LOOKS;
            for (MethodCalls.Call call : calls) {
                outlook = outlook == Outlook.MAY_WAKE ? outlook : outlook.or(one(call, depth));
            }
            return outlook;
        }

        private Outlook one(MethodCalls.Call call, int depth) {
            if (call.made()) {
                return Outlook.MAY_WAKE;
            }
            if (Site.isJdk(call.owner().replace('/', '.')) || call.owner().startsWith("[")) {
                return JdkCalls.of(call.owner(), call.name());
            }
            if (ENDS.matcher(call.name()).matches()) {
                return Outlook.ENDS_THINGS;
            }
            if (!seen.add(call.owner() + '.' + call.name() + call.descriptor())) {
                return Outlook.ONLY_LOOKS;
            }
            byte[] file = call.direct() && depth > 0 && seen.size() < METHODS ? file(call.owner()) : NONE;
            List<MethodCalls.Call> calls =
                    file.length == 0 ? null : MethodCalls.of(file, call.name(), call.descriptor());
            if (calls != null) {
                return all(calls, depth - 1);
            }
            return ASKS.matcher(call.name()).matches() ? Outlook.ONLY_LOOKS : Outlook.MAY_WAKE;
        }

        private byte[] file(String internalName) {
            return files.computeIfAbsent(internalName, name -> {
                try (InputStream in = loader.getResourceAsStream(name + ".class")) {
                    return in == null ? NONE : in.readAllBytes();
                } catch (IOException e) {
                    return NONE;
                }
            });
        }
    }

    /** @param stack of a thread that waits, innermost frame first */
    Outlook of(List<StackTraceElement> stack) {
        int from = 0;
        while (from < stack.size() && Site.isJdk(stack.get(from).getClassName())) {
            from++;
        }
        int begin = from;
        boolean readable = from > 0
                && from < stack.size()
                && onlyWaits(stack.get(from - 1))
                && stack.subList(from, stack.size()).stream()
                        .allMatch(frame -> isTheEnd(frame) || !Site.isJdk(frame.getClassName()));
        if (!readable) {
            return Outlook.MAY_WAKE;
        }
        if (known.size() > STACKS) {
            known.clear();
        }
        return known.computeIfAbsent(stack, all -> read(all, begin));
    }

    private Outlook read(List<StackTraceElement> stack, int from) {
        Class<?> type = types.apply(stack.get(from).getClassName());
        ClassLoader loader = type == null ? null : Origin.readable(type);
        if (loader == null) {
            return Outlook.MAY_WAKE;
        }
        Look look = new Look(loader);
        Outlook outlook = Outlook.ONLY_LOOKS;
        for (int i = from; i < stack.size() && outlook != Outlook.MAY_WAKE && !isTheEnd(stack.get(i)); i++) {
            boolean made = stack.get(i).getClassName().contains("$$Lambda");
            outlook = outlook.or(
                    made ? outlook : look.rest(stack.get(i), stack.get(i - 1).getMethodName()));
        }
        return outlook;
    }

    /** What the program has called, and waits in. */
    private static boolean onlyWaits(StackTraceElement frame) {
        return JdkCalls.of(frame.getClassName().replace('.', '/'), frame.getMethodName()) == Outlook.ONLY_LOOKS;
    }

    /** Below these a thread ends. */
    private static boolean isTheEnd(StackTraceElement frame) {
        return frame.getClassName().equals("java.lang.Thread")
                && (frame.getMethodName().equals("run") || frame.getMethodName().equals("runWith"));
    }
}
