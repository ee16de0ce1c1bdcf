package dev.rouse.heap.hprof;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Unpacks a dump that is packed with gzip into a temporary file, as long as there is room for it. */
final class Gunzip {
    private static final int BLOCK = 1 << 20;

    /** Left free on the disk, so that nothing else there fails. */
    private static final long SPARE = 256L << 20;

    private final Path file;
    private final Heap.Progress progress;

    private Gunzip(Path file, Heap.Progress progress) {
        this.file = file;
        this.progress = progress;
    }

    /** @throws BadDump when what it holds is no heap dump, is cut off, or does not fit */
    static Path unpack(Path file, Heap.Progress progress) throws IOException {
        Path unpacked = Files.createTempFile("rouse-heap", ".hprof");
        // Ctrl-C must not leave it either.
        unpacked.toFile().deleteOnExit();
        try {
            new Gunzip(file, progress).into(unpacked);
            return unpacked;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(unpacked);
            throw e;
        }
    }

    private void into(Path unpacked) throws IOException {
        FileStore store = Files.getFileStore(unpacked);
        byte[] block = new byte[BLOCK];
        long packed = Files.size(file);
        try (CountedInput counted = new CountedInput(Files.newInputStream(file));
                InputStream in = new GZIPInputStream(counted, 1 << 16);
                OutputStream out = Files.newOutputStream(unpacked)) {
            int read = in.readNBytes(block, 0, BLOCK);
            refuseForeign(block, read);
            while (read > 0) {
                if (store.getUsableSpace() < SPARE) {
                    throw new BadDump("there is no room to unpack it in '" + unpacked.getParent() + "'");
                }
                out.write(block, 0, read);
                progress.at("unpacking", counted.read, packed);
                read = in.readNBytes(block, 0, BLOCK);
            }
        }
    }

    private static void refuseForeign(byte[] block, int read) {
        String magic = Records.MAGIC;
        if (read < magic.length() || !new String(block, 0, magic.length(), StandardCharsets.ISO_8859_1).equals(magic)) {
            throw new BadDump("what is packed in it is no heap dump: it does not begin with '" + magic + "2'");
        }
    }

    /** Counts what has been taken of a file. */
    private static final class CountedInput extends FilterInputStream {
        private long read;

        CountedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            read += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int got = super.read(into, from, length);
            read += Math.max(0, got);
            return got;
        }
    }
}
