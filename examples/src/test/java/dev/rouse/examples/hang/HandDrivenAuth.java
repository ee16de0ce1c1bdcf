package dev.rouse.examples.hang;

import java.util.ArrayList;
import java.util.List;

/** An authentication library that answers when the test says so, on the test's thread. */
final class HandDrivenAuth implements AuthLibrary {
    private final List<Check> checks = new ArrayList<>();

    @Override
    public void verify(String token, int handle, Callback callback) {
        checks.add(new Check(handle, callback));
    }

    @Override
    public String description() {
        return "hand-driven library";
    }

    /** Accepts the check that came in as the given one, counted from 0. */
    void accept(int number) {
        Check check = checks.get(number);
        check.callback().answered(check.handle(), true);
    }

    private record Check(int handle, Callback callback) {}
}
