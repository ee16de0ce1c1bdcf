package dev.rouse.agent;

import dev.rouse.agent.MethodCode.Call;
import dev.rouse.engine.model.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who takes things out of a pool, and gives them back, told from the program's bytecode: from the line where somebody
 * waits for one, all other lines that make the same call, and what they do with what they get. A pool is known by that:
 * somewhere in the program what was taken is given back.
 */
final class Loans {
    /** Classes of the program that are read for one call, and calls that are read for, at most. */
    private static final int CLASSES = 300;

    private static final int CALLS = 16;

    /** Frames of the program from the innermost on in which somebody may borrow. */
    private static final int FRAMES = 2;

    /** Places remembered, at most. */
    private static final int PLACES = 1_000;

    /** What takes something out of what java.util.concurrent has. */
    private static final Pattern TAKES = Pattern.compile("take.*|poll.*|acquire.*|tryAcquire");

    private static final Pattern PERMITS = Pattern.compile("(?i)(try)?(acquire|enter|checkout|reserve).*");

    private final Types types;
    private final String family;
    private final Map<StackTraceElement, @Nullable Lending> known = new HashMap<>();
    private int calls;

    /** @param program the package of the program's main class */
    Loans(Types types, String program) {
        this.types = types;
        this.family = WaitShape.family(program + ".Main");
    }

    /**
     * One pool, by the lines that borrow of it.
     *
     * @param call that borrows
     * @param lender class whose method was called where somebody waits
     * @param ofALibrary whether that is not the program's
     * @param leaks lines that borrow and do not give back on every way
     * @param gives lines that give back
     * @param kept whether some of what is borrowed outlives its method, or others than borrowers give something to it
     * @param repeats whether who waits comes back to the same call by himself
     * @param lines that borrow, as {@code class.method:line}
     * @param methods that borrow, as {@code class.method}
     */
    record Lending(
            String call,
            String lender,
            boolean ofALibrary,
            List<Site> leaks,
            List<Site> gives,
            boolean kept,
            boolean repeats,
            Set<String> lines,
            Set<String> methods) {}

    /**
     * @param stack of a thread that waits, innermost frame first
     * @return null where nothing shows that it waits for something that is given back
     */
    @Nullable Lending of(List<StackTraceElement> stack) {
        int frames = 0;
        for (int i = 1; i < stack.size() && frames < FRAMES; i++) {
            StackTraceElement frame = stack.get(i);
            if (isOfTheProgram(frame.getClassName())) {
                frames++;
                StackTraceElement called = stack.get(i - 1);
                if (known.size() > PLACES) {
                    known.clear();
                }
                if (!known.containsKey(frame)) {
                    known.put(frame, read(frame, called));
                }
                Lending lending = known.get(frame);
                if (lending != null) {
                    return lending;
                }
            }
        }
        return null;
    }

    private boolean isOfTheProgram(String type) {
        return !Site.isJdk(type)
                && !type.contains("$$Lambda")
                && WaitShape.family(type).equals(family);
    }

    private @Nullable Lending read(StackTraceElement frame, StackTraceElement called) {
        Call[] call = new Call[1];
        boolean[] repeats = new boolean[1];
        MethodCode.read(types.apply(frame.getClassName()), (method, file, code) -> {
            if (method.equals(frame.getMethodName())) {
                for (int i : code.calls(c -> c.name().equals(called.getMethodName()))) {
                    if (code.line(i) == frame.getLineNumber()) {
                        call[0] = code.call(i);
                        repeats[0] = new Loan(code, i).repeats();
                    }
                }
            }
        });
        if (call[0] == null || !mayLend(call[0]) || calls++ >= CALLS) {
            return null;
        }
        String lender = called.getClassName();
        boolean ofALibrary = !Site.isJdk(lender) && !isOfTheProgram(lender);
        return new Borrowers(types, types.loaded(this::isOfTheProgram, CLASSES), call[0])
                .lending(lender, ofALibrary, repeats[0]);
    }

    private static boolean mayLend(Call call) {
        if (call.isConcurrent()) {
            return call.field() != null && TAKES.matcher(call.name()).matches();
        }
        return !call.isPermit() || PERMITS.matcher(call.name()).matches();
    }

    static String place(StackTraceElement frame) {
        return frame.getClassName() + '.' + frame.getMethodName();
    }
}
