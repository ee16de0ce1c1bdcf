package dev.rouse.agent;

import dev.rouse.agent.MeterPoint.Group;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The points of Netty's own epoll transport: its waits, and all that moves bytes or connections there. Who wakes such a
 * wait is not seen, only the tasks that are taken then.
 */
final class NettyNativePoints {
    /** Of relocated copies too. */
    static final String WAITS = "io/netty/channel/epoll/Native";

    static final List<String> SOCKETS = List.of(
            "io/netty/channel/unix/FileDescriptor",
            "io/netty/channel/unix/Socket",
            "io/netty/channel/epoll/LinuxSocket");

    private static final List<String> MOVES = List.of(
            "read",
            "readAddress",
            "write",
            "writeAddress",
            "writev",
            "writevAddresses",
            "recv",
            "recvAddress",
            "send",
            "sendAddress",
            "sendTo",
            "sendToAddress",
            "sendToAddresses",
            "accept");

    private NettyNativePoints() {}

    static void add(List<MeterPoint> points) {
        points.add(new MeterPoint(Group.CHANNEL, WAITS, "epollWait", "(", (next, type) -> waits(next, type)));
        for (String owner : SOCKETS) {
            for (String way : MOVES) {
                points.add(new MeterPoint(
                        Group.CHANNEL,
                        owner,
                        way,
                        "(",
                        (next, type) -> type.endsWith(")I") || type.endsWith(")J")
                                ? Advice.number(next, "transferred", "(JLjava/lang/Object;Ljava/lang/Object;)V", false)
                                : next));
            }
        }
    }

    /** Its last arguments are the time: milliseconds, or seconds and nanoseconds behind a third object. */
    private static MethodVisitor waits(MethodVisitor next, String type) {
        int objects = type.substring(0, type.indexOf(')')).split(";", -1).length - 1;
        String numbers = type.substring(type.lastIndexOf(';') + 1, type.indexOf(')'));
        if (!numbers.startsWith("I")) {
            return next;
        }
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                super.visitVarInsn(Opcodes.ILOAD, objects);
                if (numbers.startsWith("II")) {
                    super.visitVarInsn(Opcodes.ILOAD, objects + 1);
                    super.visitInsn(Opcodes.IOR);
                }
                super.visitInsn(Opcodes.I2L);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, Advice.HOOKS, "selects", "(J)V", false);
            }

            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.IRETURN || opcode == Opcodes.LRETURN) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, Advice.HOOKS, "polled", "(Ljava/lang/Object;)V", false);
                }
                super.visitInsn(opcode);
            }
        };
    }
}
