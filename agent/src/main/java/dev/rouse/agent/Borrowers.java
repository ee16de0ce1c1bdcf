package dev.rouse.agent;

import dev.rouse.agent.Loan.Fate;
import dev.rouse.agent.Loans.Lending;
import dev.rouse.agent.MethodCode.Call;
import dev.rouse.engine.model.Site;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** All lines of the program that borrow of one lender, themselves or by a method that hands on what it borrows. */
final class Borrowers {
    /** Calls that are looked for: the lender's, and those that hand on. */
    private static final int CALLS = 3;

    private final Types types;
    private final List<String> program;
    private final List<Call> borrows = new ArrayList<>();
    private final Set<Call> returns = new HashSet<>();
    private final List<Site> sometimes = new ArrayList<>();
    private final List<Site> never = new ArrayList<>();
    private final List<Site> gives = new ArrayList<>();
    private final Set<String> lines = new HashSet<>();
    private final Set<String> methods = new HashSet<>();
    private boolean kept;

    /** @param program the names of the classes that may borrow */
    Borrowers(Types types, List<String> program, Call borrow) {
        this.types = types;
        this.program = program;
        borrows.add(borrow);
        for (int i = 0; i < borrows.size() && i < CALLS; i++) {
            Call wanted = borrows.get(i);
            program.forEach(type -> MethodCode.read(
                    types.apply(type),
                    (method, file, code) -> code.calls(call -> isSame(call, wanted))
                            .forEach(step -> add(type, method, file, code, step))));
        }
    }

    private void add(String type, String method, String file, MethodCode code, int step) {
        Loan loan = new Loan(code, step);
        StackTraceElement at = new StackTraceElement(type, method, file, loan.line());
        lines.add(Loans.place(at) + ':' + at.getLineNumber());
        methods.add(Loans.place(at));
        returns.addAll(loan.givingCalls());
        loan.givingLines().forEach(line -> gives.add(Site.of(new StackTraceElement(type, method, file, line))));
        Fate fate = loan.fate();
        switch (fate) {
            case GIVEN_BACK_SOMETIMES -> sometimes.add(Site.of(at));
            case NEVER_GIVEN_BACK -> never.add(Site.of(at));
            case HANDED_ON -> borrows.add(new Call(type.replace('.', '/'), method, code.descriptor(), null));
            case KEPT -> kept = true;
            case GIVEN_BACK -> {}
        }
    }

    /**
     * @param lender class whose method was called where somebody waits
     * @return null where nothing shows that what it lends is to be given back
     */
    @Nullable Lending lending(String lender, boolean ofALibrary, boolean repeats) {
        Call borrow = borrows.get(0);
        if (gives.isEmpty() && (borrow.isConcurrent() || !isClosed(borrow))) {
            return null;
        }
        List<Site> leaks = new ArrayList<>(sometimes);
        leaks.addAll(never);
        return new Lending(
                simple(borrow),
                lender,
                ofALibrary,
                leaks,
                List.copyOf(gives),
                kept || isFed(),
                repeats,
                Set.copyOf(lines),
                Set.copyOf(methods));
    }

    /**
     * Whether it gets things from others than those that borrowed them, but for its making: work that is to be done.
     */
    private boolean isFed() {
        boolean[] fed = new boolean[1];
        for (String type : returns.isEmpty() ? List.<String>of() : program) {
            MethodCode.read(types.apply(type), (method, file, code) -> {
                boolean gives = returns.stream().anyMatch(give -> calls(code, give));
                boolean making = method.startsWith("<");
                fed[0] |= gives && !making && borrows.stream().noneMatch(borrow -> calls(code, borrow));
            });
        }
        return fed[0];
    }

    private boolean calls(MethodCode code, Call wanted) {
        return !code.calls(call -> isSame(call, wanted)).isEmpty();
    }

    /** Whether what it returns is to be closed. */
    private boolean isClosed(Call borrow) {
        Class<?> type = types.apply(Type.getReturnType(borrow.descriptor()).getClassName());
        return type != null && AutoCloseable.class.isAssignableFrom(type);
    }

    private boolean isSame(Call call, Call wanted) {
        if (!call.name().equals(wanted.name()) || !call.arguments().equals(wanted.arguments())) {
            return false;
        }
        if (wanted.isConcurrent()) {
            return call.field() != null && call.field().equals(wanted.field());
        }
        Class<?> one = types.apply(call.owner().replace('/', '.'));
        Class<?> other = types.apply(wanted.owner().replace('/', '.'));
        return one != null && other != null && (one.isAssignableFrom(other) || other.isAssignableFrom(one));
    }

    private static String simple(Call call) {
        return call.owner().substring(call.owner().lastIndexOf('/') + 1) + '.' + call.name();
    }
}
