package dev.rouse.engine.record;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fields on their way into an entry: numbers as LEB128, texts in UTF-8 after their length, lists after theirs. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A number, short when it is small; below 0 it takes ten bytes. */
    Bytes number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    Bytes real(double value) {
        return number(Double.doubleToLongBits(value));
    }

    Bytes flag(boolean value) {
        return number(value ? 1 : 0);
    }

    Bytes text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** A text, or that there is none. */
    Bytes maybe(@Nullable String value) {
        flag(value != null);
        return value == null ? this : text(value);
    }

    <T> Bytes list(Collection<T> values, Consumer<T> each) {
        number(values.size());
        values.forEach(each);
        return this;
    }

    Bytes texts(Collection<String> values) {
        return list(values, this::text);
    }

    Bytes texts(Map<String, String> values) {
        return list(values.entrySet(), entry -> text(entry.getKey()).text(entry.getValue()));
    }

    byte[] toArray() {
        return out.toByteArray();
    }
}
