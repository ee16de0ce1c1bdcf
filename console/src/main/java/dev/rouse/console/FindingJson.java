package dev.rouse.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a finding from its line of JSON. Fields that it does not know are ignored. */
final class FindingJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FindingJson() {}

    /** @throws IllegalArgumentException saying what is missing or unknown */
    static Finding read(String line) {
        try {
            return finding(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time in it cannot be read: " + e.getMessage(), e);
        }
    }

    private static Finding finding(JsonNode json) {
        return new Finding(
                Kind.of(text(json, "kind")),
                Grade.of(text(json, "grade")),
                number(json, "count").longValue(),
                Instant.parse(text(json, "firstSeen")),
                Instant.parse(text(json, "lastSeen")),
                text(json, "fingerprint"),
                waiting(field(json, "wait")),
                usualWaker(json.path("usualWaker")),
                culprit(json.path("culprit")),
                texts(json.path("sockets")),
                texts(json.path("evidence")),
                text(json, "fix"),
                json.path("partial").asBoolean());
    }

    private static Finding.Waiting waiting(JsonNode json) {
        return new Finding.Waiting(
                site(json),
                json.path("task").asText(null),
                text(json, "source"),
                json.path("ageMs").isNull()
                        ? Finding.Waiting.NO_AGE
                        : number(json, "ageMs").longValue(),
                texts(json.path("stack")));
    }

    private static Finding.@Nullable UsualWaker usualWaker(JsonNode json) {
        return json.isObject()
                ? new Finding.UsualWaker(
                        site(json),
                        number(json, "share").doubleValue(),
                        number(json, "medianMs").doubleValue(),
                        number(json, "samples").longValue())
                : null;
    }

    private static Finding.@Nullable Culprit culprit(JsonNode json) {
        return json.isObject() ? new Finding.Culprit(site(json), text(json, "why")) : null;
    }

    private static Site site(JsonNode json) {
        return new Site(text(json, "site"));
    }

    private static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        json.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String text(JsonNode json, String name) {
        return field(json, name).asText();
    }

    private static Number number(JsonNode json, String name) {
        JsonNode field = field(json, name);
        if (!field.isNumber()) {
            throw new IllegalArgumentException("its " + name + " is no number: " + field);
        }
        return field.numberValue();
    }

    private static JsonNode field(JsonNode json, String name) {
        JsonNode field = json.path(name);
        if (field.isMissingNode() || field.isNull()) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return field;
    }
}
