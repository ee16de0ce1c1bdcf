package dev.rouse.console;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;

/** The JVMs that can be attached to, by way of module jdk.attach. */
final class Jvms {
    private Jvms() {}

    /** @param name the main class or the jar, as its JVM tells it */
    record Jvm(HostProcess process, String name) {}

    /** This user's, this program itself excluded, by PID. */
    static List<Jvm> ofThisUser() {
        requireAttach();
        return VirtualMachine.list().stream()
                .map(Jvms::jvm)
                .filter(jvm -> !jvm.process().equals(HostProcess.self()))
                .filter(jvm -> jvm.process().isAlive() && jvm.process().isOfThisUser())
                .sorted(Comparator.comparing(jvm -> jvm.process().pid()))
                .toList();
    }

    /** Whether it has told its user's JVMs that it is one. */
    static boolean isListed(HostProcess process) {
        requireAttach();
        return VirtualMachine.list().stream()
                .anyMatch(descriptor -> descriptor.id().equals("" + process.pid()));
    }

    private static Jvm jvm(VirtualMachineDescriptor descriptor) {
        String name = descriptor.displayName().split(" ", 2)[0];
        return new Jvm(new HostProcess(Long.parseLong(descriptor.id())), name.isEmpty() ? "(unknown)" : name);
    }

    /** The one that a PID or a part of a name means. */
    static HostProcess find(String pidOrName) {
        if (pidOrName.chars().allMatch(Character::isDigit)) {
            return new HostProcess(pid(pidOrName));
        }
        List<Jvm> matches = ofThisUser().stream()
                .filter(jvm -> jvm.name().contains(pidOrName))
                .toList();
        if (matches.size() == 1) {
            return matches.get(0).process();
        }
        throw new BadUse(
                matches.isEmpty()
                        ? "no JVM of yours has '" + pidOrName + "' in its name: 'rouse list' shows them"
                        : "'" + pidOrName + "' is in the name of " + matches.size() + " JVMs: give one of the PIDs "
                                + words(matches));
    }

    static long pid(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadUse("'" + text + "' is no process id: 'rouse list' shows the JVMs that can be attached to", e);
        }
    }

    private static String words(List<Jvm> jvms) {
        return String.join(
                ", ",
                jvms.stream()
                        .map(jvm -> jvm.process().pid() + " (" + jvm.name() + ")")
                        .toList());
    }

    /** Loads the agent; returns when the agent has begun. */
    static void load(HostProcess process, Path jar, String options) {
        long pid = process.pid();
        inside(pid, vm -> {
            // The release file may be missing, as in an image made by jlink: now the JVM itself can be asked.
            Check version = Checks.version(process, vm.getSystemProperties().getProperty("java.version", "0"));
            if (!version.holds()) {
                throw version.asBadUse();
            }
            vm.loadAgent(jar.toString(), options);
        });
    }

    /** What the JVM tells of itself, its options as {@code sun.jvm.args}. */
    static Properties properties(HostProcess process) {
        Properties properties = new Properties();
        inside(process.pid(), vm -> properties.putAll(vm.getAgentProperties()));
        return properties;
    }

    private interface Visit {
        void at(VirtualMachine vm) throws IOException, AgentLoadException, AgentInitializationException;
    }

    private static void inside(long pid, Visit visit) {
        requireAttach();
        try {
            VirtualMachine vm = VirtualMachine.attach(Long.toString(pid));
            try {
                visit.at(vm);
            } finally {
                vm.detach();
            }
        } catch (AttachNotSupportedException | IOException | AgentLoadException | AgentInitializationException e) {
            throw refused(pid, e);
        }
    }

    private static BadUse refused(long pid, Exception e) {
        String reason = Sentences.oneLine(Sentences.reason(e, ""));
        if (reason.contains("ynamic agent loading is not enabled")) {
            return Checks.noDynamicLoading(pid).asBadUse();
        }
        if (reason.contains("does not support the attach mechanism")) {
            return Checks.noAttach(pid).asBadUse();
        }
        return new BadUse("cannot attach to process " + pid + ": " + reason + "; see 'rouse doctor " + pid + "'", e);
    }

    private static void requireAttach() {
        Check check = Checks.attachModule();
        if (!check.holds()) {
            throw check.asBadUse();
        }
    }
}
