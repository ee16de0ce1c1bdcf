package dev.rouse.heap.hprof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of any size, mapped read-only in windows of 1 GB that overlap by one long, big-endian. Reads beyond its end
 * throw IndexOutOfBoundsException.
 */
final class Mapped implements AutoCloseable {
    private static final int SHIFT = 30;
    private static final long WINDOW = 1L << SHIFT;
    private static final long MASK = WINDOW - 1;
    private static final int GZIP = 0x1f8b;

    private final ByteBuffer[] windows;
    private final long size;
    private final @Nullable Path temporary;

    private Mapped(ByteBuffer[] windows, long size, @Nullable Path temporary) {
        this.windows = windows;
        this.size = size;
        this.temporary = temporary;
    }

    /** Maps a file; what is packed with gzip is unpacked into a temporary file first. */
    static Mapped open(Path file, Heap.Progress progress) throws IOException {
        if (!isGzip(file)) {
            return map(file, null);
        }
        Path unpacked = Gunzip.unpack(file, progress);
        try {
            return map(unpacked, unpacked);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(unpacked);
            throw e;
        }
    }

    private static boolean isGzip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() << 8 == (GZIP & 0xff00) && in.read() == (GZIP & 0xff);
        }
    }

    private static Mapped map(Path file, @Nullable Path temporary) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            ByteBuffer[] windows = new ByteBuffer[Math.toIntExact((size + MASK) >>> SHIFT)];
            for (int i = 0; i < windows.length; i++) {
                long from = (long) i << SHIFT;
                long length = Math.min(WINDOW + Long.BYTES, size - from);
                windows[i] = channel.map(FileChannel.MapMode.READ_ONLY, from, length);
            }
            return new Mapped(windows, size, temporary);
        }
    }

    long size() {
        return size;
    }

    int u1(long at) {
        return windows[(int) (at >>> SHIFT)].get((int) (at & MASK)) & 0xff;
    }

    int u2(long at) {
        return windows[(int) (at >>> SHIFT)].getShort((int) (at & MASK)) & 0xffff;
    }

    int i4(long at) {
        return windows[(int) (at >>> SHIFT)].getInt((int) (at & MASK));
    }

    long i8(long at) {
        return windows[(int) (at >>> SHIFT)].getLong((int) (at & MASK));
    }

    String text(long at, long length) {
        byte[] bytes = new byte[(int) Math.max(0, Math.min(length, 1 << 16))];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) u1(at + i);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Deletes what was unpacked. The mapping itself goes with the collector. */
    @Override
    public void close() {
        if (temporary == null) {
            return;
        }
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
