package dev.rouse.agent;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32C;

/** Which JVM this is, and which build of which program runs on it. The program's arguments are its own affair. */
final class Identity {
    private Identity() {}

    static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("java", Runtime.version().toString());
        facts.put("vm", System.getProperty("java.vm.name", "unknown"));
        facts.put("os", System.getProperty("os.name", "unknown") + " " + System.getProperty("os.arch", "unknown"));
        facts.put("cpus", Integer.toString(Runtime.getRuntime().availableProcessors()));
        String main = System.getProperty("sun.java.command", "").split(" ", 2)[0];
        facts.put("main", main.substring(main.lastIndexOf('/') + 1));
        facts.put("build", build(main.endsWith(".jar") ? main : System.getProperty("java.class.path", "")));
        return facts;
    }

    /** The first jar of a class path: the version that its manifest names, and a sum of its list of entries. */
    static String build(String classPath) {
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry))) {
                return build(Path.of(entry));
            }
        }
        return "unknown";
    }

    private static String build(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String version = manifest == null
                    ? null
                    : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            return jar.getFileName() + (version == null ? "" : " " + version) + " " + sum(file);
        } catch (IOException | SecurityException e) {
            return "unknown";
        }
    }

    /** Of names and checksums as the jar's directory has them: the same for the same content, whenever it was built. */
    private static String sum(JarFile file) {
        CRC32C sum = new CRC32C();
        file.stream()
                .forEach(
                        entry -> sum.update((entry.getName() + entry.getCrc() + ";").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
