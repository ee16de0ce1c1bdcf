package dev.rouse.engine.report;

import org.jspecify.annotations.Nullable;

/** Fields of JSON objects, in the order in which they are told. */
public final class Json {
    private final StringBuilder out = new StringBuilder(256);

    public Json open() {
        out.append('{');
        return this;
    }

    public Json open(String key) {
        key(key);
        return open();
    }

    public Json close() {
        out.append('}');
        return this;
    }

    public Json number(String key, long value) {
        return raw(key, Long.toString(value));
    }

    /** To a thousandth; what is no number is null. */
    public Json real(String key, double value) {
        return raw(key, Double.isFinite(value) ? Double.toString(Math.round(value * 1000) / 1000.0) : "null");
    }

    public Json flag(String key, boolean value) {
        return raw(key, Boolean.toString(value));
    }

    /** A value that is JSON already. */
    public Json raw(String key, String json) {
        key(key);
        out.append(json);
        return this;
    }

    public Json text(String key, @Nullable String value) {
        key(key);
        quote(out, value);
        return this;
    }

    private void key(String key) {
        if (out.charAt(out.length() - 1) != '{') {
            out.append(',');
        }
        quote(out, key);
        out.append(':');
    }

    static void quote(StringBuilder out, @Nullable String value) {
        if (value == null) {
            out.append("null");
            return;
        }
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
