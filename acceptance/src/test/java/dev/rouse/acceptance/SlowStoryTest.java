package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The shop of {@code rouse demo slow}, recorded three times side by side under the same load: twice as it was, and once
 * as the new one. The baseline gives the new one away.
 */
@Execution(ExecutionMode.SAME_THREAD)
class SlowStoryTest {
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final String EXAMPLE = "dev.rouse.examples.slow.";

    @TempDir
    static Path directory;

    @BeforeAll
    static void record() {
        try (ChildJvm base = shop("base", "--fixed");
                ChildJvm same = shop("same", "--fixed");
                ChildJvm slow = shop("slow");
                ChildJvm ofBase = shoppers(base);
                ChildJvm ofSame = shoppers(same);
                ChildJvm ofSlow = shoppers(slow)) {
            for (ChildJvm shoppers : List.of(ofBase, ofSame, ofSlow)) {
                assertThat(shoppers.awaitExit(BOUND)).as("%s", shoppers).isZero();
            }
            for (ChildJvm shop : List.of(base, same, slow)) {
                shop.endInput();
                assertThat(shop.awaitExit(BOUND)).as("%s", shop).isZero();
            }
        }
    }

    private static ChildJvm shop(String name, String... arguments) {
        JavaCommand host =
                JavaCommand.on(Jdk.running()).options("-Xmx128m").main(Rouse.examples(), EXAMPLE + "Shop", arguments);
        return Rouse.command(Jdk.running(), "record", "--out", file(name), "--")
                .around(host)
                .startWithInput();
    }

    private static ChildJvm shoppers(ChildJvm shop) {
        String port =
                shop.awaitLine(line -> line.startsWith("listening on "), BOUND).replaceAll(".*:", "");
        return JavaCommand.on(Jdk.running())
                .main(Rouse.examples(), EXAMPLE + "Shoppers", "--port", port, "--connections", "20", "--seconds", "8")
                .start();
    }

    private static String file(String name) {
        return directory.resolve(name + ".rouse").toString();
    }

    @Test
    void givesTheNewShopAwayByTheBaseline() throws IOException {
        Path json = directory.resolve("slow.jsonl");
        try (ChildJvm compare = compare("slow", json)) {
            assertThat(compare.awaitExit(BOUND)).as("%s", compare).isEqualTo(3);
        }
        JsonObject first =
                JsonParser.parseString(Files.readAllLines(json).get(1)).getAsJsonObject();
        assertThat(first.get("site").getAsString()).startsWith(EXAMPLE + "SharedPrices$Price.poll(");
    }

    @Test
    void findsNoRegressionBetweenTwoRunsOfTheOldShop() {
        try (ChildJvm compare = compare("same", directory.resolve("same.jsonl"))) {
            assertThat(compare.awaitExit(BOUND)).as("%s", compare).isZero();
            // so short a run leaves room for chance: BaselineTest asks longer ones for no change at all
            assertThat(compare.out()).as("%s", compare).last().asString().startsWith("rouse: no regression");
        }
    }

    private static ChildJvm compare(String other, Path json) {
        return Rouse.command(
                        Jdk.running(),
                        "compare",
                        "--fail-on",
                        "regression",
                        "--json",
                        json.toString(),
                        file("base"),
                        file(other))
                .start();
    }
}
