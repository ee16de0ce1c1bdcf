package dev.rouse.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReportTest {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Finding.UsualWaker REPLY =
            new Finding.UsualWaker(new Site("com.acme.AuthClient.onReply(AuthClient.java:77)"), 0.99849, 3.1, 512);

    private static Finding finding(
            String text, Finding.@Nullable UsualWaker waker, Finding.@Nullable Culprit culprit, List<String> lines) {
        return new Finding(
                Kind.LOST_WAKE,
                Grade.PROVEN,
                50,
                Instant.EPOCH,
                Instant.EPOCH.plusMillis(12_034),
                "9f3c0123456789ab",
                new Finding.Waiting(new Site(text), text, text, 12_034, lines),
                waker,
                culprit,
                lines,
                lines,
                text,
                true);
    }

    @Test
    void isTheLineThatTheDesignPromises() {
        Finding.Culprit culprit = new Finding.Culprit(new Site("com.acme.Slots.put(Slots.java:9)"), "overwrites");

        assertThat(JsonReport.line(finding("here", REPLY, culprit, List.of("one", "two"))))
                .isEqualTo("""
                        {"v":1,"kind":"lost-wake","grade":"proven","count":50,\
                        "firstSeen":"1970-01-01T00:00:00Z","lastSeen":"1970-01-01T00:00:12.034Z",\
                        "fingerprint":"9f3c0123456789ab",\
                        "wait":{"site":"here","task":"here","source":"here","ageMs":12034,"stack":["one","two"]},\
                        "usualWaker":{"site":"com.acme.AuthClient.onReply(AuthClient.java:77)",\
                        "share":0.998,"medianMs":3.1,"samples":512},\
                        "culprit":{"site":"com.acme.Slots.put(Slots.java:9)","why":"overwrites"},\
                        "sockets":["one","two"],"evidence":["one","two"],"fix":"here",\
                        "doc":"docs/findings/lost-wake.md","partial":true}\
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "\\",
                "\\\"}",
                "ends with a backslash\\",
                "{[,:]}{",
                "line\nbreak\r\n\ttab\b\f",
                "\u0000\u001f\u007f\u0085\u2028\u2029",
                "\u00fcml\u00e4ut \u65e5\u672c \ud83d\ude00",
                "</script><!--",
                "com.acme.Main$$Lambda/0x00007f.run(Unknown Source)"
            })
    void isOneLineOfValidJsonWhateverTheTextsHold(String nasty) throws JsonProcessingException {
        String line = JsonReport.line(
                finding(nasty, REPLY, new Finding.Culprit(new Site(nasty), nasty), List.of(nasty, nasty)));

        assertThat(line).doesNotContain("\n", "\r");
        JsonNode json = STRICT.readTree(line);
        for (String path : List.of("/fix", "/wait/site", "/wait/task", "/wait/source", "/wait/stack/1")) {
            assertThat(json.at(path).textValue()).as(path).isEqualTo(nasty);
        }
        for (String path : List.of("/culprit/site", "/culprit/why", "/sockets/1", "/evidence/1")) {
            assertThat(json.at(path).textValue()).as(path).isEqualTo(nasty);
        }
    }

    @Test
    void keepsHalfACharacterAsAnEscape() {
        assertThat(JsonReport.line(finding("\ud83d", null, null, List.of()))).contains("\"fix\":\"\\ud83d\"");
    }

    @Test
    void saysNullAndEmptyWhereNothingIsKnown() throws JsonProcessingException {
        JsonNode json = STRICT.readTree(JsonReport.line(finding("x", null, null, List.of())));

        assertThat(json.get("usualWaker").isNull()).isTrue();
        assertThat(json.get("culprit").isNull()).isTrue();
        assertThat(json.get("sockets")).isEmpty();
        assertThat(json.at("/wait/stack")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 1.0 / 3, 1e7, 1e12, 1e300})
    void writesNumbersThatParse(double medianMs) throws JsonProcessingException {
        Finding.UsualWaker waker = new Finding.UsualWaker(new Site("w"), 1.0 / 3, medianMs, Long.MAX_VALUE);

        JsonNode json = STRICT.readTree(JsonReport.line(finding("x", waker, null, List.of())));

        assertThat(json.at("/usualWaker/medianMs").isNumber()).isTrue();
        assertThat(json.at("/usualWaker/share").doubleValue()).isEqualTo(0.333);
        assertThat(json.at("/usualWaker/samples").longValue()).isEqualTo(Long.MAX_VALUE);
    }
}
