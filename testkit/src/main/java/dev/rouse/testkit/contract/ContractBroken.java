package dev.rouse.testkit.contract;

/** A future under check breaks the contract; the message says which rule, by which steps. */
public final class ContractBroken extends AssertionError {
    private static final long serialVersionUID = 1;

    private final transient Violation violation;

    ContractBroken(Violation violation) {
        super("the future " + violation);
        this.violation = violation;
    }

    public Violation violation() {
        return violation;
    }
}
