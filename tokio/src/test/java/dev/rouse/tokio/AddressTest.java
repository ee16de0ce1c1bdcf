package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:7000, http://127.0.0.1:7000",
        "http://gateway, http://gateway:6669",
        "gateway:7000/, http://gateway:7000",
        "http://[::1]:7000, http://[::1]:7000",
        "unix:///run/app/console.sock, unix:///run/app/console.sock",
        "file:///run/app/console.sock, unix:///run/app/console.sock"
    })
    void readsHostAndPort(String text, String read) {
        assertThat(Address.parse(text)).hasToString(read);
    }

    @Test
    void saysThatThereIsNoTls() {
        assertThatThrownBy(() -> Address.parse("https://gateway:6669"))
                .hasMessage(
                        "'https://gateway:6669': tokio-console's protocol knows no TLS, give it as http://HOST:PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix://", "unix://run/console.sock", "unix:///"})
    void refusesWhatIsNoSocket(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give unix:///PATH");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "http://", "ftp://gateway", "http://gateway:0", "http://gateway:70000", "http://a:1/x", "a b"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give http://HOST:PORT");
    }
}
