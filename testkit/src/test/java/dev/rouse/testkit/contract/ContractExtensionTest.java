package dev.rouse.testkit.contract;

class ContractExtensionTest {
    @ContractTest
    void bellKeeps(Rule rule) {
        Contract.of(() -> Bell.subject(new Bell())).only(rule).check();
    }
}
