package dev.rouse.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The lines behind those that Kotlin's compiler makes up: what it has inlined gets numbers beyond the end of the file,
 * and a table in the class file (JSR 45, stratum KotlinDebug) that says on which line it was called.
 */
final class InlinedLines {
    /** {@code 25#1:114,11}: the lines 114 to 124 were inlined on line 25 of the first file. */
    private static final Pattern RANGE = Pattern.compile("(\\d+)(?:#\\d+)?(?:,\\d+)?:(\\d+)(?:,(\\d+))?");

    private final Function<String, @Nullable Class<?>> types;
    private final Map<Class<?>, List<Inlined>> known = new WeakHashMap<>();

    InlinedLines(Function<String, @Nullable Class<?>> types) {
        this.types = types;
    }

    /** Lines that the compiler made up, and the line of the call. */
    private record Inlined(int first, int last, int calledAt) {}

    /** The frame on the line that somebody has written. */
    StackTraceElement written(StackTraceElement frame) {
        String file = frame.getFileName();
        Class<?> type = file != null && file.endsWith(".kt") ? types.apply(frame.getClassName()) : null;
        if (type == null) {
            return frame;
        }
        for (Inlined inlined : known.computeIfAbsent(type, InlinedLines::read)) {
            if (frame.getLineNumber() >= inlined.first() && frame.getLineNumber() <= inlined.last()) {
                return new StackTraceElement(frame.getClassName(), frame.getMethodName(), file, inlined.calledAt());
            }
        }
        return frame;
    }

    private static List<Inlined> read(Class<?> type) {
        byte[] bytes = Origin.bytes(type);
        String[] table = {""};
        if (bytes != null) {
            ClassVisitor visitor = new ClassVisitor(Opcodes.ASM9) {
                @Override
                public void visitSource(@Nullable String source, @Nullable String debug) {
                    table[0] = debug == null ? "" : debug;
                }
            };
            new ClassReader(bytes).accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_FRAMES);
        }
        return ranges(table[0]);
    }

    private static List<Inlined> ranges(String table) {
        int from = table.indexOf("*S KotlinDebug");
        int lines = from < 0 ? -1 : table.indexOf("*L", from);
        List<Inlined> ranges = new ArrayList<>();
        for (String line :
                lines < 0 ? List.<String>of() : table.substring(lines).lines().toList()) {
            Matcher range = RANGE.matcher(line);
            if (range.matches()) {
                int first = Integer.parseInt(range.group(2));
                int count = range.group(3) == null ? 1 : Integer.parseInt(range.group(3));
                ranges.add(new Inlined(first, first + count - 1, Integer.parseInt(range.group(1))));
            }
        }
        return Collections.unmodifiableList(ranges);
    }
}
