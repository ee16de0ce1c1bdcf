package dev.rouse.engine.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fields read back from an entry, in the order in which {@link Bytes} wrote them. What follows the last one that is
 * read is a newer version's and is passed over. Whatever the bytes are, reading them takes no more memory than they do,
 * several times over, and ends well or in an {@link IllegalArgumentException}.
 */
final class Fields {
    private final byte[] bytes;
    private int at;

    Fields(byte[] bytes) {
        this.bytes = bytes;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = next();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number in it does not end");
    }

    /** A number of things that each take a byte at least. */
    int size() {
        long size = number();
        if (size < 0 || size > bytes.length - at) {
            throw new IllegalArgumentException("it says that there are " + size + " more and is too short for that");
        }
        return (int) size;
    }

    int index() {
        long index = number();
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a number in it is out of range: " + index);
        }
        return (int) index;
    }

    double real() {
        return Double.longBitsToDouble(number());
    }

    boolean flag() {
        return number() != 0;
    }

    String text() {
        int length = size();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    @Nullable String maybe() {
        return flag() ? text() : null;
    }

    <T> List<T> list(Supplier<T> each) {
        int size = size();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(each.get());
        }
        return values;
    }

    List<String> texts() {
        return list(this::text);
    }

    Map<String, String> map() {
        Map<String, String> values = new LinkedHashMap<>();
        for (int left = size(); left > 0; left--) {
            String key = text();
            values.put(key, text());
        }
        return values;
    }

    private byte next() {
        if (at >= bytes.length) {
            throw new IllegalArgumentException("it ends before its last field");
        }
        return bytes[at++];
    }
}
