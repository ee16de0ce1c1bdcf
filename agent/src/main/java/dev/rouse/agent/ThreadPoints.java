package dev.rouse.agent;

import dev.rouse.agent.MeterPoint.Group;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What threads do that is metered: they park, unpark, unlock, start others, and fail. */
final class ThreadPoints {
    private ThreadPoints() {}

    static void parks(List<MeterPoint> points) {
        String locks = "java/util/concurrent/locks/LockSupport";
        for (String method : List.of("park", "parkNanos", "parkUntil")) {
            for (String from : List.of("()", "(Ljava/lang/Object;)", "(J)", "(Ljava/lang/Object;J)")) {
                points.add(new MeterPoint(
                        Group.PARK,
                        locks,
                        method,
                        from,
                        (next, type) -> Advice.voidAtReturn(parks(next, method, from), "parked", "()V")));
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
                            Advice.call(this, "awaits", "(JLjava/lang/Object;)V");
                        }
                    }));
        }
        points.add(new MeterPoint(
                Group.PARK,
                locks,
                "unpark",
                "(",
                (next, type) -> Advice.atEntry(next, "unparks", "(Ljava/lang/Thread;)V", Opcodes.ALOAD, 0)));
    }

    static void unlocks(List<MeterPoint> points) {
        for (String owner : List.of("ReentrantLock", "ReentrantReadWriteLock$WriteLock")) {
            points.add(new MeterPoint(
                    Group.UNLOCK,
                    "java/util/concurrent/locks/" + owner,
                    "unlock",
                    "()V",
                    (next, type) -> Advice.atEntry(next, "releases", "()V", Opcodes.ALOAD)));
        }
    }

    static void starts(List<MeterPoint> points) {
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

    static void failures(List<MeterPoint> points) {
        points.add(new MeterPoint(
                Group.FAILURE,
                "java/lang/Throwable",
                "fillInStackTrace",
                "()Ljava/lang/Throwable;",
                (next, type) -> Advice.atEntry(next, "failed", "(Ljava/lang/Throwable;)V", Opcodes.ALOAD, 0)));
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
                Advice.call(this, "parks", "(J)V");
            }
        };
    }
}
