package dev.rouse.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a stream of this process ends at a terminal. */
final class Terminal {
    private Terminal() {}

    /** @param descriptor 1 for standard output, 2 for standard error */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isAt(int descriptor) {
        Path stream = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isSymbolicLink(stream)) {
            // Without /proc: a console was a terminal until JDK 22, which has one always (JDK-8308591).
            return Runtime.version().feature() < 22 && System.console() != null;
        }
        try {
            String target = Files.readSymbolicLink(stream).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
