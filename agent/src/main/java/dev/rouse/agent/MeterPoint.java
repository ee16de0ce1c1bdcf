package dev.rouse.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * One method that tells, while it is metered, whether its calls get anywhere.
 *
 * @param group the points that are put in together
 * @param owner class, in slashes; of {@link #SSL_ENGINE}, {@link #QUEUE}, {@link #INPUT} and {@link #EXECUTOR} every
 *     loaded subclass outside the JDK is meant too
 * @param descriptor as the class file has it, or its beginning, or {@link #ONE_OBJECT}
 */
record MeterPoint(Group group, String owner, String method, String descriptor, Advice advice) {
    static final String SSL_ENGINE = "javax/net/ssl/SSLEngine";
    static final String QUEUE = "java/util/Queue";
    static final String INPUT = "java/io/InputStream";
    static final String EXECUTOR = "java/util/concurrent/Executor";

    /** One object, of whatever type: a queue's own may stand in place of Object. */
    static final String ONE_OBJECT = "(L?;)";

    static final String HOOKS = "dev/rouse/probe/Meters";

    /** What stands in the samples decides which groups are worth it. */
    enum Group {
        CHANNEL,
        STREAM,
        TLS,
        CODEC,
        PARK,
        FAILURE,
        QUEUE,
        PLAIN_QUEUE,
        ASKED,
        DISPATCH,
        UNLOCK,
        START
    }

    /** Puts calls into a method. */
    interface Advice {
        MethodVisitor into(MethodVisitor next, String descriptor);
    }

    /** The points of some groups. */
    static List<MeterPoint> of(Set<Group> groups) {
        List<MeterPoint> points = new ArrayList<>();
        for (Group group : groups) {
            switch (group) {
                case CHANNEL -> {
                    channels(points);
                    NettyNativePoints.add(points);
                }
                case STREAM -> streams(points);
                case CODEC -> codecs(points);
                case PARK -> parks(points);
                case QUEUE -> QueuePoints.queues(points);
                case PLAIN_QUEUE -> QueuePoints.plainQueues(points);
                case ASKED -> QueuePoints.asked(points);
                case UNLOCK -> unlocks(points);
                case START -> starts(points);
                case DISPATCH -> QueuePoints.dispatches(points);
                case TLS -> engines(points);
                case FAILURE -> failures(points);
            }
        }
        return points;
    }

    /** Whether a method of the class is meant. */
    boolean isAt(String name, String type, boolean isStatic) {
        return method.equals(name)
                && takes(type)
                && isStatic == (owner.endsWith("/LockSupport") || owner.equals(NettyNativePoints.WAITS));
    }

    private boolean takes(String type) {
        return descriptor.equals(ONE_OBJECT)
                ? type.startsWith("(L") && type.indexOf(';') == type.indexOf(')') - 1
                : type.startsWith(descriptor);
    }

    private static void failures(List<MeterPoint> points) {
        points.add(new MeterPoint(
                Group.FAILURE,
                "java/lang/Throwable",
                "fillInStackTrace",
                "()Ljava/lang/Throwable;",
                (next, type) -> atEntry(next, "failed", "(Ljava/lang/Throwable;)V", Opcodes.ALOAD, 0)));
    }

    private static void starts(List<MeterPoint> points) {
        for (String owner : List.of("java/lang/Thread", "java/lang/VirtualThread")) {
            points.add(new MeterPoint(
                    Group.START, owner, "start", "()V", (next, type) -> new MethodVisitor(Opcodes.ASM9, next) {
                        @Override
                        public void visitCode() {
                            super.visitCode();
                            super.visitVarInsn(Opcodes.ALOAD, 0);
                            super.visitMethodInsn(
                                    Opcodes.INVOKESTATIC,
                                    "dev/rouse/probe/Starts",
                                    "starts",
                                    "(Ljava/lang/Object;)V",
                                    false);
                        }
                    }));
        }
    }

    private static void unlocks(List<MeterPoint> points) {
        for (String owner : List.of("ReentrantLock", "ReentrantReadWriteLock$WriteLock")) {
            points.add(new MeterPoint(
                    Group.UNLOCK,
                    "java/util/concurrent/locks/" + owner,
                    "unlock",
                    "()V",
                    (next, type) -> atEntry(next, "releases", "()V", Opcodes.ALOAD)));
        }
    }

    private static void engines(List<MeterPoint> points) {
        for (String way : List.of("wrap", "unwrap")) {
            points.add(new MeterPoint(
                    Group.TLS, SSL_ENGINE, way, "(", result("secured", "(Ljava/lang/Object;Ljava/lang/Object;)V")));
        }
    }

    private static void channels(List<MeterPoint> points) {
        String selector = "sun/nio/ch/SelectorImpl";
        points.add(new MeterPoint(
                Group.CHANNEL,
                selector,
                "lockAndDoSelect",
                "(",
                (next, type) -> number(
                        atEntry(next, "selects", "(J)V", Opcodes.LLOAD, 2),
                        "selected",
                        "(JLjava/lang/Object;)V",
                        false)));
        for (String kind : List.of("EPoll", "Poll", "KQueue", "WEPoll")) {
            points.add(new MeterPoint(
                    Group.CHANNEL,
                    "sun/nio/ch/" + kind + "SelectorImpl",
                    "wakeup",
                    "(",
                    (next, type) -> atEntry(next, "wakes", "(Ljava/lang/Object;)V", Opcodes.ALOAD, 0)));
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
                result("accepted", accepted)));
        points.add(new MeterPoint(
                Group.CHANNEL,
                "sun/nio/ch/ServerSocketChannelImpl",
                "accept",
                "()Ljava/nio/channels/SocketChannel;",
                result("accepted", accepted)));
    }

    private static void streams(List<MeterPoint> points) {
        Advice one = (next, type) -> number(next, "readOne", "(JLjava/lang/Object;)V", false);
        Advice there = (next, type) -> number(next, "asked", "(JLjava/lang/Object;)V", false);
        for (String type : List.of(
                INPUT,
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
                result("readLine", "(Ljava/lang/Object;Ljava/lang/Object;)V")));
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
                            call(this, "transferred", "(JLjava/lang/Object;Ljava/lang/Object;)V");
                        }
                        super.visitInsn(opcode);
                    }
                }));
    }

    private static void codecs(List<MeterPoint> points) {
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
                    (next, type) -> voidAtReturn(
                            atEntry(next, "converts", buffers + ")V", Opcodes.ALOAD, 1, 2),
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
                            call(this, "compressed", "(JLjava/lang/Object;)V");
                        }
                    }));
        }
    }

    /** The number that is returned, as {@code compressed} wants it. */
    private enum CodecResult implements Advice {
        INSTANCE;

        @Override
        public MethodVisitor into(MethodVisitor next, String descriptor) {
            return number(next, "compressed", "(JLjava/lang/Object;)V", false);
        }
    }

    private static void parks(List<MeterPoint> points) {
        String locks = "java/util/concurrent/locks/LockSupport";
        for (String method : List.of("park", "parkNanos", "parkUntil")) {
            for (String from : List.of("()", "(Ljava/lang/Object;)", "(J)", "(Ljava/lang/Object;J)")) {
                points.add(new MeterPoint(
                        Group.PARK,
                        locks,
                        method,
                        from,
                        (next, type) -> voidAtReturn(parks(next, method, from), "parked", "()V")));
            }
        }
        String condition = "java/util/concurrent/locks/AbstractQueuedSynchronizer$ConditionObject";
        for (String[] timed : new String[][] {
            {"awaitNanos", "(J)J"}, {"await", "(JLjava/util/concurrent/TimeUnit;)Z"},
        }) {
            points.add(new MeterPoint(
                    Group.PARK, condition, timed[0], timed[1], (next, type) -> new MethodVisitor(Opcodes.ASM9, next) {
                        @Override
                        public void visitCode() {
                            super.visitCode();
                            super.visitVarInsn(Opcodes.LLOAD, 1);
                            super.visitVarInsn(Opcodes.ALOAD, 0);
                            call(this, "awaits", "(JLjava/lang/Object;)V");
                        }
                    }));
        }
        points.add(new MeterPoint(
                Group.PARK,
                locks,
                "unpark",
                "(",
                (next, type) -> atEntry(next, "unparks", "(Ljava/lang/Thread;)V", Opcodes.ALOAD, 0)));
    }

    private static MethodVisitor parks(MethodVisitor next, String method, String from) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                if (method.equals("parkNanos")) {
                    super.visitVarInsn(Opcodes.LLOAD, from.startsWith("(J") ? 0 : 1);
                } else {
                    super.visitLdcInsn(Long.MAX_VALUE);
                }
                call(this, "parks", "(J)V");
            }
        };
    }

    private static MeterPoint transfer(Group group, String owner, String method, String from) {
        return new MeterPoint(
                group,
                owner,
                method,
                from,
                (next, type) -> number(
                        next,
                        method.equals("write") || method.equals("send") ? "written" : "transferred",
                        "(JLjava/lang/Object;Ljava/lang/Object;)V",
                        type.startsWith("(Ljava/nio/ByteBuffer;")));
    }

    /** An advice for the object that is returned. */
    static Advice result(String hook, String type) {
        return (next, descriptor) -> new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.ARETURN) {
                    super.visitInsn(Opcodes.DUP);
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    call(this, hook, type);
                }
                super.visitInsn(opcode);
            }
        };
    }

    /** Hands on the number that is returned, the object, and where the hook takes three, the buffer or null. */
    static MethodVisitor number(MethodVisitor next, String hook, String type, boolean hasBuffer) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.IRETURN || opcode == Opcodes.LRETURN) {
                    super.visitInsn(opcode == Opcodes.IRETURN ? Opcodes.DUP : Opcodes.DUP2);
                    if (opcode == Opcodes.IRETURN) {
                        super.visitInsn(Opcodes.I2L);
                    }
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    if (hasBuffer) {
                        super.visitVarInsn(Opcodes.ALOAD, 1);
                    } else if (hook.equals("transferred") || hook.equals("written")) {
                        super.visitInsn(Opcodes.ACONST_NULL);
                    }
                    call(this, hook, type);
                }
                super.visitInsn(opcode);
            }
        };
    }

    static MethodVisitor atEntry(MethodVisitor next, String hook, String type, int load, int... locals) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                for (int local : locals) {
                    super.visitVarInsn(load, local);
                }
                call(this, hook, type);
            }
        };
    }

    private static MethodVisitor voidAtReturn(MethodVisitor next, String hook, String type, int... locals) {
        return Instrumented.atReturn(next, HOOKS, hook, type, locals);
    }

    /** Counts the entries of a method. */
    static MethodVisitor counting(MethodVisitor next) {
        return atEntry(next, "entered", "()V", Opcodes.ALOAD);
    }

    private static void call(MethodVisitor into, String hook, String type) {
        into.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, hook, type, false);
    }
}
