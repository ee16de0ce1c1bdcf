package dev.rouse.tokio;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A new task as it comes over the wire: what never changes of it. Read one after the other into the same place, as
 * {@link Counters} are.
 */
final class Announcement {
    /** How a field is sent: the three last bits of its tag. */
    private static final int NUMBER = WireFormat.WIRETYPE_VARINT;

    private static final int MESSAGE = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    /** Fields that say where and what a task is; the others are the user's. */
    private static final Set<String> TOKIOS_OWN =
            Set.of("size.bytes", "original_size.bytes", "loc.file", "loc.line", "loc.col", "fn");

    private final Metadata metadata;
    private final StringBuilder more = new StringBuilder();

    long id;
    /** Of the line that spawned it, or else the module; empty when neither was told. */
    String file = "";

    int line;
    /** No call of {@code block_on} and no thread for blocking work. */
    boolean isTask;
    /** Tokio's own for it; 0 when it was not told. */
    long number;

    Announcement(Metadata metadata) {
        this.metadata = metadata;
    }

    /** Its name and the user's fields, each after a space; null when it has none. */
    @Nullable String more() {
        return more.isEmpty() ? null : more.toString();
    }

    /** Reads a {@code Task}, which must be all that is left up to the limit. */
    Announcement read(CodedInputStream in) throws IOException {
        id = 0;
        file = "";
        line = 0;
        isTask = true;
        number = 0;
        more.setLength(0);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | MESSAGE -> id = readId(in);
                case 4 << 3 | MESSAGE -> readField(in);
                case 6 << 3 | MESSAGE -> readLocation(in);
                default -> in.skipField(tag);
            }
        }
        return this;
    }

    private static long readId(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        long id = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | NUMBER -> id = in.readUInt64();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(outer);
        return id;
    }

    private void readField(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        String name = null;
        long index = -1;
        long names = 0;
        @Nullable String text = "";
        long value = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | MESSAGE -> name = in.readStringRequireUtf8();
                case 2 << 3 | NUMBER -> index = in.readUInt64();
                case 3 << 3 | MESSAGE, 4 << 3 | MESSAGE -> text = in.readStringRequireUtf8();
                case 5 << 3 | NUMBER -> {
                    value = in.readUInt64();
                    text = null;
                }
                case 6 << 3 | NUMBER -> text = Long.toString(in.readSInt64());
                case 7 << 3 | NUMBER -> text = Boolean.toString(in.readBool());
                case 8 << 3 | MESSAGE -> names = readId(in);
                default -> in.skipField(tag);
            }
        }
        in.popLimit(outer);
        learn(name == null ? metadata.name(names, index) : name, text, value);
    }

    /** @param text null where it is a number */
    private void learn(@Nullable String name, @Nullable String text, long value) {
        if (name == null || TOKIOS_OWN.contains(name)) {
            return;
        }
        switch (name) {
            case "kind" -> isTask = "task".equals(text);
            case "task.name" -> more.insert(0, text == null || text.isEmpty() ? "" : " '" + text + "'");
            case "task.id" -> number = value;
            default ->
                more.append(' ').append(name).append('=').append(text == null ? Long.toUnsignedString(value) : text);
        }
    }

    private void readLocation(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        String module = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | MESSAGE -> file = in.readStringRequireUtf8();
                case 2 << 3 | MESSAGE -> module = in.readStringRequireUtf8();
                case 3 << 3 | NUMBER -> line = in.readUInt32();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(outer);
        file = file.isEmpty() ? module : file;
    }
}
