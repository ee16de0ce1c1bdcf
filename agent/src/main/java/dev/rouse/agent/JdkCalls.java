package dev.rouse.agent;

import java.util.regex.Pattern;

/**
 * What a call of the JDK may do to those that wait. Only calls of which it is known are cleared: a package of the JDK
 * in which nothing can be woken, or a method of the concurrent ones that asks or waits.
 */
final class JdkCalls {
    private static final String CONCURRENT = "java/util/concurrent/";

    /** In these nobody waits for anything. */
    private static final Pattern HARMLESS = Pattern.compile(
            "java/lang/(annotation|management|module|constant|ref)/.*"
                    + "|java/(text|time|math)/.*|java/util/(stream|regex|zip|logging)/.*"
                    + "|java/io/(Print|StringWriter|ByteArray|File[^/]*$|[A-Za-z]*Exception|Serializable).*"
                    + "|java/nio/file/.*|java/nio/[A-Za-z]*Buffer|java/nio/ByteOrder|java/nio/charset/.*"
                    + "|com/sun/management/.*|javax/management/.*"
                    + "|java/util/concurrent/(atomic/.*|TimeUnit|ThreadLocalRandom|Concurrent.*|CopyOnWrite.*|[A-Za-z]*Exception)");

    /** Of {@code java.lang} and {@code java.util}, what can run or wake something. */
    private static final Pattern ACTIVE = Pattern.compile("java/lang/(Process.*|Runnable|ClassLoader|Class|Module.*)"
            + "|java/util/(Timer|TimerTask|ServiceLoader|Observable|concurrent/.*|function/.*)");

    /** What may be a queue of {@code java.util.concurrent}. */
    private static final Pattern QUEUE = Pattern.compile("java/util/(Queue|Deque)");

    private static final Pattern OF_A_THREAD = Pattern.compile(
            "<init>|sleep|onSpinWait|yield|currentThread|get.*|is.*|join|set(Name|Daemon|Priority)|interrupted|threadId"
                    + "|dumpStack|toString|holdsLock|activeCount|enumerate");

    private static final Pattern OF_A_CLASS =
            Pattern.compile("get.*|is.*|desiredAssertionStatus|hashCode|toString|cast");

    private static final Pattern ASKS = Pattern.compile(
            "<init>|get.*|is.*|has.*|await.*|park.*|join|size|peek.*|toString|hashCode|equals|remainingCapacity|availablePermits"
                    + "|lock|lockInterruptibly|tryLock|unlock|acquire.*|tryAcquire|resultNow|exceptionNow|state|stream|iterator"
                    + "|new.*|of.*|values|contains|completedFuture|allOf|estimateMinimumNumberOfDependents");

    private static final Pattern ENDS = Pattern.compile("shutdown|shutdownNow|close|cancel");

    private JdkCalls() {}

    /** @param owner internal name of a class of the JDK */
    static Outlook of(String owner, String method) {
        if (owner.equals("java/lang/Thread")) {
            return method.equals("interrupt")
                    ? Outlook.ENDS_THINGS
                    : looksIf(OF_A_THREAD.matcher(method).matches());
        }
        if (owner.equals("java/lang/AutoCloseable") || owner.equals("java/io/Closeable")) {
            return Outlook.ENDS_THINGS;
        }
        if (method.startsWith("notify") || owner.startsWith("java/lang/reflect/") || owner.endsWith("/MethodHandle")) {
            return Outlook.MAY_WAKE;
        }
        if (owner.equals("java/lang/Class")) {
            return looksIf(OF_A_CLASS.matcher(method).matches());
        }
        if (HARMLESS.matcher(owner).matches()) {
            return Outlook.ONLY_LOOKS;
        }
        if (owner.startsWith(CONCURRENT)) {
            return ENDS.matcher(method).matches()
                    ? Outlook.ENDS_THINGS
                    : looksIf(ASKS.matcher(method).matches());
        }
        if (QUEUE.matcher(owner).matches()) {
            return looksIf(ASKS.matcher(method).matches());
        }
        boolean plain = isIn(owner, "java/lang/") || isIn(owner, "java/util/") || owner.startsWith("[");
        return looksIf(plain && !ACTIVE.matcher(owner).matches());
    }

    private static Outlook looksIf(boolean cleared) {
        return cleared ? Outlook.ONLY_LOOKS : Outlook.MAY_WAKE;
    }

    private static boolean isIn(String owner, String packageName) {
        return owner.startsWith(packageName) && owner.indexOf('/', packageName.length()) < 0;
    }
}
