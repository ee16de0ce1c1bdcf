package dev.rouse.examples.hang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GatewayTest {
    private Server server;

    @BeforeEach
    void open() throws InterruptedException {
        AuthClient auth = new AuthClient(new JavaAuth(null));
        server = Server.open(0, new Gateway(auth, Routes.ofTheShop()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void servesARouteToAKnownUser() throws Exception {
        HttpResponse<String> response = get("/prices", "Bearer local/anna");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("[{\"article\":1,\"price\":");
    }

    @Test
    void servesAPartnersUserAfterAskingItsDirectory() throws Exception {
        assertThat(get("/orders?page=1", "Bearer partner/anna").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAGuest() throws Exception {
        assertThat(get("/prices", "Bearer local/guest").statusCode()).isEqualTo(401);
    }

    @Test
    void refusesARequestWithoutAToken() throws Exception {
        assertThat(get("/prices", "Basic YTpi").statusCode()).isEqualTo(401);
    }

    @Test
    void knowsNoOtherPath() throws Exception {
        assertThat(get("/nowhere", "Bearer local/anna").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path, String authorization) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", authorization)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
