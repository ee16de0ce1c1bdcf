package dev.rouse.engine.report;

import dev.rouse.engine.model.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a finding as one line of JSON, version 1: fields may be added, none renamed. */
public final class JsonReport {
    private final StringBuilder out = new StringBuilder(1024);

    private JsonReport() {}

    /** One JSON object, without a line break. */
    public static String line(Finding finding) {
        JsonReport json = new JsonReport();
        json.finding(finding);
        return json.out.toString();
    }

    private void finding(Finding f) {
        out.append("{\"v\":1");
        text("kind", f.kind().id());
        text("grade", f.grade().id());
        number("count", f.count());
        text("firstSeen", f.firstSeen().toString());
        text("lastSeen", f.lastSeen().toString());
        text("fingerprint", f.fingerprint());
        waiting(f.waiting());
        usualWaker(f.usualWaker());
        culprit(f.culprit());
        texts("sockets", f.sockets());
        texts("evidence", f.evidence());
        text("fix", f.fix());
        text("doc", f.kind().doc());
        key("partial").append(f.partial()).append('}');
    }

    private void waiting(Finding.Waiting w) {
        key("wait").append('{');
        text("site", w.site().name());
        text("task", w.task());
        text("source", w.source());
        if (w.aged()) {
            number("ageMs", w.ageMs());
        } else {
            key("ageMs").append("null");
        }
        texts("stack", w.stack());
        out.append('}');
    }

    private void usualWaker(Finding.@Nullable UsualWaker w) {
        if (w == null) {
            key("usualWaker").append("null");
            return;
        }
        key("usualWaker").append('{');
        text("site", w.site().name());
        key("share").append(rounded(w.share()));
        key("medianMs").append(rounded(w.medianMs()));
        number("samples", w.samples());
        out.append('}');
    }

    private void culprit(Finding.@Nullable Culprit c) {
        if (c == null) {
            key("culprit").append("null");
            return;
        }
        key("culprit").append('{');
        text("site", c.site().name());
        text("why", c.why());
        out.append('}');
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private StringBuilder key(String key) {
        char last = out.charAt(out.length() - 1);
        if (last != '{' && last != '[') {
            out.append(',');
        }
        return out.append('"').append(key).append("\":");
    }

    private void number(String key, long value) {
        key(key).append(value);
    }

    private void text(String key, @Nullable String value) {
        key(key);
        quote(value);
    }

    private void texts(String key, List<String> values) {
        key(key).append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            quote(values.get(i));
        }
        out.append(']');
    }

    private void quote(@Nullable String value) {
        Json.quote(out, value);
    }
}
