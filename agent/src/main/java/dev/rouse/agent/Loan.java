package dev.rouse.agent;

import dev.rouse.agent.MethodCode.Call;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What becomes in a method of something that it borrows: whether each way out of the method gives it back, the ways by
 * exceptions too.
 */
final class Loan {
    /** How a call is named that gives something back. */
    private static final Pattern GIVES = Pattern.compile(
            "(?i)(close|release|return|recycle|free|give|dispose|restore|invalidate|checkin|put|offer|add).*");

    /** The same where it is nobody's who lent it: a queue or list takes anything. */
    private static final Pattern GIVES_BY_NAME = Pattern.compile("(?i)(close|release|return|recycle|free|giveBack).*");

    private static final Pattern KEEPS = Pattern.compile("(put|offer|add|set|push).*");

    private final MethodCode code;
    private final int borrow;
    private final Call call;
    private final int local;
    private final BitSet gives;

    /** @param borrow the step that calls for it */
    Loan(MethodCode code, int borrow) {
        this.code = code;
        this.borrow = borrow;
        this.call = code.call(borrow);
        this.local = call.isPermit() ? -1 : storedIn();
        this.gives = gives();
    }

    /** What becomes of a loan. */
    enum Fate {
        GIVEN_BACK,
        /** Where something is thrown, or on some other way, it is not. */
        GIVEN_BACK_SOMETIMES,
        NEVER_GIVEN_BACK,
        /** The caller gets it, and has to give it back. */
        HANDED_ON,
        /** It outlives the method, or may: others may give it back. */
        KEPT
    }

    Fate fate() {
        if (!call.isPermit() && local < 0) {
            return code.opcode(afterCasts()) == Opcodes.ARETURN ? Fate.HANDED_ON : Fate.KEPT;
        }
        for (int i = 0; local >= 0 && i < code.size(); i++) {
            if (code.loads(i, local) && code.opcode(i + 1) == Opcodes.ARETURN) {
                return Fate.HANDED_ON;
            } else if (code.loads(i, local) && keeps(i)) {
                return Fate.KEPT;
            }
        }
        return gives.isEmpty() ? call.isPermit() || isPassed() ? Fate.KEPT : Fate.NEVER_GIVEN_BACK : fateOnAllWays();
    }

    private Fate fateOnAllWays() {
        BitSet before = reached(borrow + 1, gives, local, borrow);
        if (!before.intersects(gives)) {
            // given back only where something fails: otherwise somebody else does it, or nobody has to
            return Fate.KEPT;
        }
        boolean leaves = before.get(borrow) || before.stream().anyMatch(code::returns);
        if (leaves) {
            boolean mayBeElsewhere = call.isPermit() || call.isConcurrent() || isPassed();
            return mayBeElsewhere ? Fate.KEPT : Fate.GIVEN_BACK_SOMETIMES;
        }
        boolean mayThrow = before.stream().anyMatch(i -> !gives.get(i) && code.isCall(i));
        return mayThrow && !isCaught() ? Fate.GIVEN_BACK_SOMETIMES : Fate.GIVEN_BACK;
    }

    /** Whether it may be followed by the same again. */
    boolean repeats() {
        return reached(borrow + 1, new BitSet(), -1, borrow).get(borrow);
    }

    int line() {
        return code.line(borrow);
    }

    /** The lines that give it back. */
    List<Integer> givingLines() {
        return gives.stream().mapToObj(code::line).distinct().toList();
    }

    /** The calls by which the lender gets it again. */
    List<Call> givingCalls() {
        return gives.stream().mapToObj(code::call).filter(this::isOfTheLender).toList();
    }

    private int afterCasts() {
        int i = borrow + 1;
        while (code.opcode(i) == Opcodes.CHECKCAST || code.opcode(i) == Opcodes.DUP) {
            i++;
        }
        return i;
    }

    private int storedIn() {
        int i = afterCasts();
        return code.opcode(i) == Opcodes.ASTORE ? code.local(i) : -1;
    }

    /** Whether what is loaded here is put somewhere where it stays. */
    private boolean keeps(int load) {
        for (int i = load + 1; i < code.size(); i++) {
            int opcode = code.opcode(i);
            if (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC || opcode == Opcodes.AASTORE) {
                return true;
            }
            if (code.isCall(i)) {
                return keepsIt(opcode, code.call(i));
            }
            if (!code.isValue(i)) {
                return false;
            }
        }
        return false;
    }

    private boolean keepsIt(int opcode, Call by) {
        boolean made = by.name().equals("<init>") && by.takesAnObject();
        boolean captured = opcode == Opcodes.INVOKEDYNAMIC && !by.name().startsWith("makeConcat");
        boolean collected = by.owner().startsWith("java/util/")
                && by.takesAnObject()
                && KEEPS.matcher(by.name()).matches()
                && !isOfTheLender(by);
        return made || captured || collected;
    }

    /** Whether it is an argument of a call of the program's or a library's that does not take it back. */
    private boolean isPassed() {
        for (int i = 0; i < code.size(); i++) {
            if (code.loads(i, local) && isPassedFrom(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isPassedFrom(int load) {
        int pushed = 0;
        for (int i = load + 1; i < code.size(); i++) {
            int opcode = code.opcode(i);
            if (code.isCall(i)) {
                Call to = code.call(i);
                boolean receiver =
                        opcode != Opcodes.INVOKESTATIC && pushed >= Type.getArgumentTypes(to.descriptor()).length;
                return !receiver
                        && !gives.get(i)
                        && to.takesAnObject()
                        && !to.owner().startsWith("java/");
            }
            if (!code.isValue(i)) {
                return false;
            }
            pushed += opcode <= Opcodes.ALOAD || opcode == Opcodes.GETSTATIC ? 1 : 0;
        }
        return false;
    }

    private boolean isOfTheLender(Call other) {
        return other.owner().equals(call.owner())
                && (!call.isConcurrent()
                        || (other.field() != null && other.field().equals(call.field())));
    }

    private BitSet gives() {
        BitSet found = new BitSet();
        code.calls(other -> !other.name().equals(call.name())).stream()
                .filter(this::gives)
                .forEach(found::set);
        return found;
    }

    private boolean gives(int step) {
        String name = code.call(step).name();
        boolean toTheLender =
                isOfTheLender(code.call(step)) && GIVES.matcher(name).matches();
        if (call.isPermit()) {
            return toTheLender;
        }
        boolean byName = !call.isConcurrent() && GIVES_BY_NAME.matcher(name).matches();
        return (toTheLender || byName) && local >= 0 && isLoadedFor(step);
    }

    /** Whether this call is made on what was borrowed, or gets it. */
    private boolean isLoadedFor(int step) {
        for (int i = step - 1; i >= 0 && !code.isCall(i) && code.isValue(i); i--) {
            if (code.loads(i, local)) {
                return true;
            }
        }
        return false;
    }

    private boolean isCaught() {
        return code.handlersBehind(borrow).stream()
                .anyMatch(handler -> reached(handler, gives, local, -1).intersects(gives));
    }

    /** The steps that are reached from there, up to those that end the way, which count as reached too. */
    private BitSet reached(int from, BitSet ends, int tested, int answered) {
        BitSet reached = new BitSet();
        Deque<Integer> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            int i = next.pop();
            if (i < code.size() && !reached.get(i)) {
                reached.set(i);
                if (!ends.get(i)) {
                    next.addAll(after(i, tested, answered));
                }
            }
        }
        return reached;
    }

    /** Nothing was borrowed where the local tested here is null, or the call answered with no. */
    private List<Integer> after(int i, int tested, int answered) {
        int opcode = code.opcode(i);
        List<Integer> targets = code.targets(i);
        if (code.returns(i) || opcode == Opcodes.ATHROW) {
            return List.of();
        }
        if (opcode == Opcodes.GOTO || opcode == Opcodes.TABLESWITCH) {
            return targets;
        }
        boolean isTested = i > 0 && tested >= 0 && code.loads(i - 1, tested);
        boolean isAnswer = i == answered + 1;
        if ((isTested && opcode == Opcodes.IFNULL) || (isAnswer && opcode == Opcodes.IFEQ)) {
            return List.of(i + 1);
        }
        if ((isTested && opcode == Opcodes.IFNONNULL) || (isAnswer && opcode == Opcodes.IFNE)) {
            return targets;
        }
        List<Integer> both = new ArrayList<>(targets);
        both.add(i + 1);
        return both;
    }
}
