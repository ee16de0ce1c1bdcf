package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.tokio.wire.Instruments.Update;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What real services have sent, recorded by {@code examples/tokio/record.sh}: each bug is found, each fix is silent.
 */
class RecordedStreamsTest {
    @ParameterizedTest
    @CsvSource({
        "hang-buggy, suspected lost-wake services/src/bin/hang/gateway.rs:23",
        "hang-kept, suspected lost-wake services/src/bin/hang/gateway.rs:23",
        "burn-buggy, suspected self-wake services/src/bin/burn/main.rs:21",
        "close-notify-buggy, suspected self-wake src/close_notify.rs:23",
        "shared-buggy, suspected lost-wake src/shared.rs:74",
        "slow-buggy, suspected masked-wake services/src/bin/slow/main.rs:25",
        "timers-buggy, suspected lost-wake src/timers.rs:49",
        "unicycle-buggy, suspected self-wake src/unicycle.rs:"
    })
    void findsTheBug(String stream, String finding) throws IOException {
        assertThat(heard(stream).inShort()).startsWith(finding);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hang-fixed",
                "burn-fixed",
                "slow-fixed",
                "close-notify-fixed",
                "shared-fixed",
                "timers-fixed",
                "unicycle-fixed"
            })
    void saysNothingOfTheFix(String stream) throws IOException {
        assertThat(heard(stream).inShort()).isEmpty();
    }

    private static Heard heard(String stream) throws IOException {
        Heard heard = new Heard();
        updates(stream).forEach(heard::take);
        return heard;
    }

    /** What a service has sent. */
    static List<Update> updates(String stream) throws IOException {
        String name = "/streams/" + stream + ".updates.gz";
        try (InputStream file = Objects.requireNonNull(RecordedStreamsTest.class.getResourceAsStream(name), name)) {
            return FakeServer.recorded(file);
        }
    }
}
