package dev.rouse.agent;

import dev.rouse.agent.MeterPoint.Group;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The points at which bytes are turned into others: by codecs, compression, TLS, and in buffers. */
final class CodecPoints {
    private CodecPoints() {}

    static void codecs(List<MeterPoint> points) {
        String buffers = "(Ljava/nio/Buffer;Ljava/nio/Buffer;";
        for (String way : List.of("decode", "encode")) {
            String owner = way.equals("decode") ? "java/nio/charset/CharsetDecoder" : "java/nio/charset/CharsetEncoder";
            String from = way.equals("decode")
                    ? "(Ljava/nio/ByteBuffer;Ljava/nio/CharBuffer;Z)"
                    : "(Ljava/nio/CharBuffer;Ljava/nio/ByteBuffer;Z)";
            points.add(new MeterPoint(
                    Group.CODEC,
                    owner,
                    way,
                    from,
                    (next, type) -> Advice.voidAtReturn(
                            Advice.atEntry(next, "converts", buffers + ")V", Opcodes.ALOAD, 1, 2),
                            "converted",
                            buffers + "Ljava/lang/Object;)V",
                            1,
                            2,
                            0)));
        }
        for (String type : List.of("Inflater", "Deflater")) {
            for (String way : List.of("inflate", "deflate")) {
                points.add(new MeterPoint(Group.CODEC, "java/util/zip/" + type, way, "([BII)", CodecResult.INSTANCE));
                points.add(new MeterPoint(
                        Group.CODEC, "java/util/zip/" + type, way, "(Ljava/nio/ByteBuffer;", CodecResult.INSTANCE));
            }
            points.add(new MeterPoint(
                    Group.CODEC,
                    "java/util/zip/" + type,
                    "setInput",
                    "([BII)",
                    (next, descriptor) -> new MethodVisitor(Opcodes.ASM9, next) {
                        @Override
                        public void visitCode() {
                            super.visitCode();
                            super.visitVarInsn(Opcodes.ILOAD, 3);
                            super.visitInsn(Opcodes.I2L);
                            super.visitVarInsn(Opcodes.ALOAD, 0);
                            Advice.call(this, "compressed", "(JLjava/lang/Object;)V");
                        }
                    }));
        }
    }

    static void engines(List<MeterPoint> points) {
        for (String way : List.of("wrap", "unwrap")) {
            points.add(new MeterPoint(
                    Group.TLS,
                    MeterPoint.SSL_ENGINE,
                    way,
                    "(",
                    Advice.result("secured", "(Ljava/lang/Object;Ljava/lang/Object;)V")));
        }
    }

    static void buffers(List<MeterPoint> points) {
        for (String type : List.of("HeapByteBuffer", "DirectByteBuffer", "HeapCharBuffer")) {
            points.add(new MeterPoint(
                    Group.BUFFER,
                    "java/nio/" + type,
                    "compact",
                    "()",
                    (next, descriptor) -> Advice.atEntry(next, "compacts", "(Ljava/lang/Object;)V", Opcodes.ALOAD, 0)));
        }
    }

    /** The number that is returned, as {@code compressed} wants it. */
    private enum CodecResult implements Advice {
        INSTANCE;

        @Override
        public MethodVisitor into(MethodVisitor next, String descriptor) {
            return Advice.number(next, "compressed", "(JLjava/lang/Object;)V", false);
        }
    }
}
