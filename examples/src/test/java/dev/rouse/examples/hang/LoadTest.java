package dev.rouse.examples.hang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rouse.examples.story.Arguments;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoadTest {
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);

    @AfterEach
    void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void countsTheAnswersToRequestsSentOneAtATime() throws Exception {
        assertThat(resultAgainst(new JavaAuth(null), port -> LoadPlan.oneAtATime(port, 40)))
                .startsWith("answered 40  hung 0 (0.0 %)")
                .doesNotContain("failed");
    }

    @Test
    void countsARequestAsHungWhenNoAnswerComes() throws Exception {
        assertThat(resultAgainst(new MuteForPartners(), port -> LoadPlan.open(port, 40, 1)))
                .startsWith("answered 38  hung 2 (5.0 %)")
                .doesNotContain("failed");
    }

    @Test
    void countsARefusedConnectionAsFailed() throws Exception {
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), 0)); // and does not listen: so nobody else can
            assertThat(result(LoadPlan.oneAtATime(silent.getLocalPort(), 1)))
                    .startsWith("answered 0  hung 0")
                    .endsWith("failed 1");
        }
    }

    @Test
    void refusesARateOutOfBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadPlan.of(Arguments.of(LoadPlan.OPTIONS, "--port", "80", "--rate", "1000000")))
                .withMessage("--rate must be from 1 to 5000, not 1000000");
    }

    @Test
    void refusesAnOptionThatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.of(LoadPlan.OPTIONS, "--sped", "3"))
                .withMessage("not an option: --sped");
    }

    private String resultAgainst(AuthLibrary library, IntFunction<LoadPlan> plan) throws Exception {
        try (Server server = Server.open(0, new Gateway(new AuthClient(library), Routes.ofTheShop()))) {
            return result(plan.apply(server.port()));
        }
    }

    private String result(LoadPlan plan) throws Exception {
        CompletableFuture<String> result = Load.start(plan, loops.next());
        return result.get(30, TimeUnit.SECONDS);
    }

    /** Answers its own tokens at once and those of partners never. */
    private static final class MuteForPartners implements AuthLibrary {
        @Override
        public void verify(String token, int handle, Callback callback) {
            if (token.startsWith("local/")) {
                callback.answered(handle, true);
            }
        }

        @Override
        public String description() {
            return "a library that is mute for partners";
        }
    }
}
