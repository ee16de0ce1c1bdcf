package dev.rouse.console;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the agent's jar is: named by {@code rouse.agent.jar}, beside this program's, or in the source tree. */
final class AgentJar {
    private static final String NAME = "rouse-agent.jar";

    private AgentJar() {}

    /** Its absolute path. */
    static Path find() {
        String named = System.getProperty("rouse.agent.jar");
        if (named != null) {
            return usable(Path.of(named), "name an existing jar by -Drouse.agent.jar");
        }
        List<Path> places = places();
        Path found = places.stream().filter(Files::isRegularFile).findFirst().orElse(places.get(0));
        return usable(found, "build it by './mvnw package', or name it by -Drouse.agent.jar=FILE");
    }

    /** The root of the source tree, or null when this does not run from one. */
    static @Nullable Path home() {
        String named = System.getProperty("rouse.home");
        if (named != null) {
            return Path.of(named);
        }
        Path target = own().getParent();
        Path module = target == null ? null : target.getParent();
        return module == null ? null : module.getParent();
    }

    private static List<Path> places() {
        List<Path> places = new ArrayList<>();
        places.add(own().resolveSibling(NAME));
        Path home = home();
        if (home != null) {
            places.add(home.resolve("agent").resolve("target").resolve(NAME));
        }
        return places;
    }

    /** The jar or the directory of classes that this class was loaded from. */
    private static Path own() {
        try {
            return Path.of(AgentJar.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this program has no place on disk", e);
        }
    }

    private static Path usable(Path jar, String mend) {
        Path absolute = jar.toAbsolutePath().normalize();
        if (!Files.isReadable(absolute) || !Files.isRegularFile(absolute)) {
            throw new BadUse("the agent's jar is not at '" + absolute + "': " + mend);
        }
        if (absolute.toString().contains("=")) {
            throw new BadUse("the JVM takes no agent whose path has a '=' in it, as '" + absolute
                    + "' has: move it, or name a copy by -Drouse.agent.jar=FILE");
        }
        return absolute;
    }
}
