package dev.rouse.agent;

import dev.rouse.agent.MeterPoint.Group;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The points at which bytes and connections go through channels and streams. */
final class ChannelPoints {
    private ChannelPoints() {}

    static void channels(List<MeterPoint> points) {
        String selector = "sun/nio/ch/SelectorImpl";
        points.add(new MeterPoint(
                Group.CHANNEL,
                selector,
                "lockAndDoSelect",
                "(",
                (next, type) -> Advice.number(
                        Advice.atEntry(next, "selects", "(J)V", Opcodes.LLOAD, 2),
                        "selected",
                        "(JLjava/lang/Object;)V",
                        false)));
        for (String kind : List.of("EPoll", "Poll", "KQueue", "WEPoll")) {
            points.add(new MeterPoint(
                    Group.CHANNEL,
                    "sun/nio/ch/" + kind + "SelectorImpl",
                    "wakeup",
                    "(",
                    (next, type) -> Advice.atEntry(next, "wakes", "(Ljava/lang/Object;)V", Opcodes.ALOAD, 0)));
        }
        for (String kind : List.of("SocketChannel", "DatagramChannel", "SourceChannel", "SinkChannel", "FileChannel")) {
            for (String way : List.of("read", "write", "finishConnect")) {
                points.add(transfer(Group.CHANNEL, "sun/nio/ch/" + kind + "Impl", way, "("));
            }
        }
        String accepted = "(Ljava/lang/Object;Ljava/lang/Object;)V";
        points.add(transfer(Group.CHANNEL, "sun/nio/ch/DatagramChannelImpl", "send", "(Ljava/nio/ByteBuffer;"));
        points.add(new MeterPoint(
                Group.CHANNEL,
                "sun/nio/ch/DatagramChannelImpl",
                "receive",
                "(Ljava/nio/ByteBuffer;)Ljava/net/SocketAddress;",
                Advice.result("accepted", accepted)));
        points.add(new MeterPoint(
                Group.CHANNEL,
                "sun/nio/ch/ServerSocketChannelImpl",
                "accept",
                "()Ljava/nio/channels/SocketChannel;",
                Advice.result("accepted", accepted)));
    }

    static void streams(List<MeterPoint> points) {
        Advice one = (next, type) -> Advice.number(next, "readOne", "(JLjava/lang/Object;)V", false);
        Advice there = (next, type) -> Advice.number(next, "asked", "(JLjava/lang/Object;)V", false);
        for (String type : List.of(
                MeterPoint.INPUT,
                "sun/nio/ch/NioSocketImpl",
                "java/io/FileInputStream",
                "java/io/RandomAccessFile",
                "java/io/ByteArrayInputStream",
                "java/io/BufferedInputStream",
                "java/io/PushbackInputStream",
                "java/io/SequenceInputStream",
                "java/io/PipedInputStream",
                "java/util/zip/InflaterInputStream",
                "java/io/StringReader",
                "java/io/CharArrayReader",
                "sun/nio/cs/StreamDecoder")) {
            points.add(transfer(Group.STREAM, type, "read", "([BII)"));
            points.add(transfer(Group.STREAM, type, "read", "([CII)"));
            points.add(transfer(Group.STREAM, type, "skip", "(J)"));
            points.add(new MeterPoint(Group.STREAM, type, "read", "()I", one));
            points.add(new MeterPoint(Group.STREAM, type, "available", "()I", there));
        }
        points.add(new MeterPoint(
                Group.STREAM,
                "java/io/BufferedReader",
                "readLine",
                "()Ljava/lang/String;",
                Advice.result("readLine", "(Ljava/lang/Object;Ljava/lang/Object;)V")));
        points.add(new MeterPoint(
                Group.STREAM,
                "sun/nio/ch/NioSocketImpl",
                "write",
                "([BII)V",
                (next, type) -> new MethodVisitor(Opcodes.ASM9, next) {
                    @Override
                    public void visitInsn(int opcode) {
                        if (opcode == Opcodes.RETURN) {
                            super.visitVarInsn(Opcodes.ILOAD, 3);
                            super.visitInsn(Opcodes.I2L);
                            super.visitVarInsn(Opcodes.ALOAD, 0);
                            super.visitInsn(Opcodes.ACONST_NULL);
                            Advice.call(this, "transferred", "(JLjava/lang/Object;Ljava/lang/Object;)V");
                        }
                        super.visitInsn(opcode);
                    }
                }));
    }

    static void dials(List<MeterPoint> points) {
        for (String[] way : new String[][] {
            {"NioSocketImpl", "connect"},
            {"SocketChannelImpl", "connect"},
            {"SocketChannelImpl", "blockingConnect"},
            {"UnixAsynchronousSocketChannelImpl", "implConnect"},
        }) {
            points.add(new MeterPoint(
                    Group.DIAL,
                    "sun/nio/ch/" + way[0],
                    way[1],
                    "(Ljava/net/SocketAddress;",
                    (next, type) -> Advice.atEntry(next, "dials", "(Ljava/lang/Object;)V", Opcodes.ALOAD, 1)));
        }
    }

    private static MeterPoint transfer(Group group, String owner, String method, String from) {
        return new MeterPoint(
                group,
                owner,
                method,
                from,
                (next, type) -> Advice.number(
                        next,
                        method.equals("write") || method.equals("send") ? "written" : "transferred",
                        "(JLjava/lang/Object;Ljava/lang/Object;)V",
                        type.startsWith("(Ljava/nio/ByteBuffer;")));
    }
}
