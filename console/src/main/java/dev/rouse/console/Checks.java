package dev.rouse.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold for an attach, read from the system without touching the target. */
final class Checks {
    private static final int OLDEST_JAVA = 17;

    private final HostProcess process;
    private final String name;

    private Checks(HostProcess process) {
        this.process = process;
        this.name = "process " + process.pid();
    }

    /** What this program itself needs. */
    static List<Check> ofThisProgram() {
        return List.of(attachModule(), agentJar());
    }

    static Check attachModule() {
        String own = "this Java (" + Runtime.version() + ")";
        return ModuleLayer.boot().findModule("jdk.attach").isPresent()
                ? Check.ok(own + " can attach")
                : Check.problem(own + " has no module jdk.attach", "run rouse with a JDK 17 or newer, not with a JRE");
    }

    private static Check agentJar() {
        try {
            return Check.ok("the agent's jar is " + AgentJar.find());
        } catch (BadUse e) {
            return Check.problem(Sentences.oneLine(String.valueOf(e.getMessage())), "./mvnw package");
        }
    }

    /** @throws BadUse with the first of them that does not hold */
    static void refuseWhatCannotWork(HostProcess process, Path agentJar) {
        of(process, agentJar).stream()
                .filter(check -> !check.holds())
                .findFirst()
                .ifPresent(check -> {
                    throw check.asBadUse();
                });
    }

    /** What this target needs, up to the first problem that makes the rest meaningless. */
    static List<Check> of(HostProcess process, Path agentJar) {
        Checks checks = new Checks(process);
        List<Check> all = checks.reachable();
        if (all.stream().allMatch(Check::holds)) {
            checks.version().ifPresent(all::add);
            all.add(checks.attach());
            all.add(checks.dynamicLoading());
            all.add(checks.network());
            all.add(checks.files(agentJar));
        }
        return all;
    }

    /** What a target needs to be dumped by jcmd, which loads no agent. */
    static List<Check> ofDumping(HostProcess process) {
        Checks checks = new Checks(process);
        List<Check> all = checks.reachable();
        if (all.stream().allMatch(Check::holds)) {
            all.add(checks.attach());
        }
        return all;
    }

    private List<Check> reachable() {
        List<Check> all = new ArrayList<>(List.of(alive()));
        if (all.get(0).holds()) {
            all.add(user());
        }
        if (all.stream().allMatch(Check::holds)) {
            all.add(jvm());
        }
        return all;
    }

    private Check alive() {
        if (process.equals(HostProcess.self())) {
            return Check.problem(
                    name + " is this rouse itself", "give the PID of another JVM; 'rouse list' shows them");
        }
        return process.isAlive()
                ? Check.ok(name + " is running")
                : Check.problem("no " + name + " is running", "'rouse list' shows the JVMs that can be attached to");
    }

    private Check user() {
        String user = process.user();
        return process.isOfThisUser()
                ? Check.ok(name + " belongs to you, " + user)
                : Check.problem(
                        name + " belongs to user " + user + ", and you are "
                                + HostProcess.self().user(),
                        "run it as that user: sudo -u " + user + " rouse attach " + process.pid());
    }

    /** Doubt counts as no: an attach begins with SIGQUIT, which ends or disturbs what is not a JVM. */
    private Check jvm() {
        return process.isJvm().orElseGet(() -> Jvms.isListed(process))
                ? Check.ok(name + " is a JVM")
                : Check.problem(
                        name + " (" + process.program() + ") is not a JVM, as far as can be seen from here",
                        "'rouse list' shows the JVMs that can be attached to");
    }

    private Optional<Check> version() {
        return process.javaVersion().map(this::version);
    }

    static Check version(HostProcess process, String version) {
        return new Checks(process).version(version);
    }

    private Check version(String version) {
        return feature(version) >= OLDEST_JAVA
                ? Check.ok(name + " runs Java " + version)
                : Check.problem(
                        name + " runs Java " + version + ", and the agent needs " + OLDEST_JAVA + " or newer",
                        "run the service on a newer JDK");
    }

    /** 8 of {@code 1.8.0_402}, 17 of {@code 17.0.15}; 0 when it is no version. */
    static int feature(String version) {
        String[] parts = version.split("[._+-]", 3);
        try {
            int first = Integer.parseInt(parts[0]);
            return first == 1 && parts.length > 1 ? Integer.parseInt(parts[1]) : first;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private Check attach() {
        return process.hasFlag("+DisableAttachMechanism")
                ? noAttach(process.pid())
                : Check.ok("its attach mechanism is not switched off");
    }

    static Check noAttach(long pid) {
        return Check.problem(
                "process " + pid + " runs with -XX:+DisableAttachMechanism",
                "restart it without that flag, or start it by 'rouse run -- java ...'");
    }

    private Check dynamicLoading() {
        return process.hasFlag("-EnableDynamicAgentLoading")
                ? noDynamicLoading(process.pid())
                : Check.ok("it loads agents at run time"
                        + (warns() ? ", and prints four lines of warning about it (JEP 451)" : ""));
    }

    private boolean warns() {
        return process.javaVersion().map(Checks::feature).orElse(0) >= 21
                && !process.hasFlag("+EnableDynamicAgentLoading");
    }

    static Check noDynamicLoading(long pid) {
        return Check.problem(
                "process " + pid + " runs with -XX:-EnableDynamicAgentLoading, so it loads no agent (JEP 451)",
                "restart it with -XX:+EnableDynamicAgentLoading, or start it by 'rouse run -- java ...'");
    }

    private Check network() {
        return process.sharesLoopback()
                ? Check.ok("it can reach this program on loopback")
                : Check.problem(
                        name + " has a network of its own, as in a container, and cannot reach this program",
                        "copy rouse.jar and rouse-agent.jar into the container and run 'java -jar rouse.jar attach' there");
    }

    private Check files(Path agentJar) {
        if (process.sees(agentJar)) {
            return Check.ok("it can read the agent's jar"
                    + (process.sharesNamespaces() ? "" : ", though it lives in a container or a namespace of its own"));
        }
        return Check.problem(
                name + " does not see '" + agentJar + "', as it has a file system of its own",
                "copy the jar into it at the same path");
    }
}
