package dev.rouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rouse.runtime.Breach;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import java.io.File;
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
        Class<?> doorbell = compiled(leaf());
        compile("Main.java", blocks(README, "java").get(1));

        Method run = doorbell.getClassLoader().loadClass("Main").getDeclaredMethod("main", String[].class);
        run.setAccessible(true);
        run.invoke(null, (Object) new String[0]);
    }

    @Test
    void theContractCheckSaysOfTheMistakeWhatTheReadmeSays() throws Exception {
        Class<?> doorbell = compiled(mistaken());

        ContractBroken broken = catchThrowableOfType(
                ContractBroken.class, () -> contract(doorbell).check());

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
            var waits = runtime.core(0).spawn(doorbell);
            runtime.core(0).spawn(afterTheFirstPoll -> {
                ring(doorbell);
                return Poll.ready();
            });
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(waits.join()).isEqualTo("rung"); // the look that found it has healed it
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }

        assertThat(blocks(README, "text").get(1).strip()).isEqualTo("WARNING: " + lines.get(0));
    }

    @Test
    void theDocumentOfTheChecksShowsWhatALeafThatLooksOnceGets() throws Exception {
        String once = leaf().replace(
                        "            if (!rung) {\n                return Poll.pending();\n            }\n",
                        "            return Poll.pending();\n");
        Class<?> doorbell = compiled(once);

        ContractBroken broken = catchThrowableOfType(
                ContractBroken.class, () -> contract(doorbell).check());

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
        Matcher matcher =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(document));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private Class<?> compiled(String source) throws Exception {
        compile("Doorbell.java", source);
        URL[] urls = {directory.toUri().toURL()};
        return new URLClassLoader(urls, getClass().getClassLoader()).loadClass("Doorbell");
    }

    private void compile(String name, String source) throws IOException {
        Path file = Files.writeString(directory.resolve(name), source);
        String path = System.getProperty("java.class.path") + File.pathSeparator + directory;
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", path, "-d", directory.toString(), file.toString());
        assertThat(result).isZero();
    }

    private static Contract contract(Class<?> doorbell) {
        return Contract.of(() -> {
                    Future<?> bell = made(doorbell);
                    return Subject.of(bell).completes("ring", () -> ring(bell));
                })
                .repeats();
    }

    private static Future<?> made(Class<?> doorbell) {
        try {
            var constructor = doorbell.getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Future<?>) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the leaf of the README", e);
        }
    }

    private static void ring(Future<?> doorbell) {
        try {
            Method ring = doorbell.getClass().getDeclaredMethod("ring");
            ring.setAccessible(true);
            ring.invoke(doorbell);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the leaf of the README", e);
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
