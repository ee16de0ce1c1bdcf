package dev.rouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rouse.runtime.Breach;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Runtime;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README of the runtime says, compiled and run. */
class ReadmeTest {
    private static final Path README = Path.of("../runtime/README.md");
    private static final Path CHECKS = Path.of("../docs/contract-checks.md");

    @TempDir
    private Path directory;

    @Test
    void theLeafOfTheReadmeKeepsTheContract() throws Exception {
        Class<?> doorbell = compiled(leaf());

        contract(doorbell).check();
    }

    @Test
    void theRuntimeIsStartedAsTheReadmeSays() throws Exception {
        String main = "import dev.rouse.runtime.*;\n" + leaf() + "class Main { static void main() throws Exception {\n"
                + blocks(README, "java").get(1).replace("Runtime ", "dev.rouse.runtime.Runtime ") + "} }\n";

        Method run = compiled(main).getClassLoader().loadClass("Main").getDeclaredMethod("main");
        run.setAccessible(true);
        run.invoke(null);
    }

    @Test
    void theContractCheckSaysOfTheMistakeWhatTheReadmeSays() throws Exception {
        Class<?> doorbell = compiled(mistaken());

        ContractBroken broken = catchThrowableOfType(ContractBroken.class, () -> contract(doorbell).check());

        assertThat(broken).hasMessage(blocks(README, "text").get(0).strip());
    }

    @Test
    void theDiagnosisSaysOfTheMistakeWhatTheReadmeSays() throws Exception {
        Future<?> doorbell = made(compiled(mistaken()));
        List<String> lines = new ArrayList<>();
        CountDownLatch told = new CountDownLatch(1);
        Handler handler = new Lines(lines, told);
        Logger logger = Logger.getLogger("dev.rouse.runtime");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try (Runtime runtime = Runtime.builder().cores(1).start()) {
            var unused = runtime.spawn(doorbell);
            ring(doorbell);
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }

        assertThat(blocks(README, "text").get(1).strip()).isEqualTo("WARNING: " + lines.get(0));
    }

    @Test
    void theDocumentOfTheChecksShowsWhatALeafThatLooksOnceGets() throws Exception {
        String once = leaf().replace("            if (!rung) {\n                return Poll.pending();\n            }\n",
                "            return Poll.pending();\n");
        Class<?> doorbell = compiled(once);

        ContractBroken broken = catchThrowableOfType(ContractBroken.class, () -> contract(doorbell).check());

        assertThat(broken).hasMessage(blocks(CHECKS, "text").get(0).strip());
    }

    private static String leaf() throws IOException {
        return blocks(README, "java").get(0);
    }

    /** The leaf without the line that the README leaves out. */
    private static String mistaken() throws IOException {
        String leaf = leaf();
        assertThat(leaf).contains("        slot.fire();\n");
        return leaf.replace("        slot.fire();\n", "");
    }

    private static List<String> blocks(Path document, String language) throws IOException {
        Matcher matcher = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(document));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private Class<?> compiled(String source) throws Exception {
        Path file = Files.writeString(directory.resolve("Doorbell.java"), source);
        String classPath = System.getProperty("java.class.path");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", directory.toString(), file.toString());
        assertThat(result).isZero();
        URL[] urls = {directory.toUri().toURL()};
        return new URLClassLoader(urls, getClass().getClassLoader()).loadClass("Doorbell");
    }

    private static Contract contract(Class<?> doorbell) {
        return Contract.of(() -> {
            Future<?> bell = made(doorbell);
            return Subject.of(bell).completes("ring", () -> ring(bell));
        }).repeats();
    }

    private static Future<?> made(Class<?> doorbell) {
        try {
            var constructor = doorbell.getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Future<?>) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static void ring(Future<?> doorbell) {
        try {
            Method ring = doorbell.getClass().getDeclaredMethod("ring");
            ring.setAccessible(true);
            ring.invoke(doorbell);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Keeps the lines that tell a breach. */
    private static final class Lines extends Handler {
        private final List<String> lines;
        private final CountDownLatch told;

        Lines(List<String> lines, CountDownLatch told) {
            this.lines = lines;
            this.told = told;
        }

        @Override
        public synchronized void publish(LogRecord line) {
            String text = new SimpleFormatter().formatMessage(line);
            if (text.startsWith(Breach.Fact.READY_UNWOKEN.name())) {
                lines.add(text);
                told.countDown();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
