package dev.rouse.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One method that tells, while it is metered, whether its calls get anywhere.
 *
 * @param group the points that are put in together
 * @param owner class, in slashes; of {@link #SSL_ENGINE}, {@link #QUEUE}, {@link #INPUT}, {@link #EXECUTOR} and
 *     {@link #COROUTINES} every loaded subclass outside the JDK is meant too
 * @param descriptor as the class file has it, or its beginning, or {@link #ONE_OBJECT}
 */
record MeterPoint(Group group, String owner, String method, String descriptor, Advice advice) {
    static final String SSL_ENGINE = "javax/net/ssl/SSLEngine";
    static final String QUEUE = "java/util/Queue";
    static final String INPUT = "java/io/InputStream";
    static final String EXECUTOR = "java/util/concurrent/Executor";

    /** The kind of executor that kotlinx.coroutines has, which is none of the JDK's. */
    static final String COROUTINES = "kotlinx/coroutines/CoroutineDispatcher";

    /** One object, of whatever type: a queue's own may stand in place of Object. */
    static final String ONE_OBJECT = "(L?;)";

    /** What stands in the samples decides which groups are worth it. */
    enum Group {
        CHANNEL,
        STREAM,
        TLS,
        CODEC,
        PARK,
        FAILURE,
        DIAL,
        BUFFER,
        QUEUE,
        PLAIN_QUEUE,
        ASKED,
        DISPATCH,
        UNLOCK,
        START
    }

    /** The points of some groups. */
    static List<MeterPoint> of(Set<Group> groups) {
        List<MeterPoint> points = new ArrayList<>();
        for (Group group : groups) {
            switch (group) {
                case CHANNEL -> {
                    ChannelPoints.channels(points);
                    NettyNativePoints.add(points);
                }
                case STREAM -> ChannelPoints.streams(points);
                case CODEC -> CodecPoints.codecs(points);
                case PARK -> ThreadPoints.parks(points);
                case QUEUE -> QueuePoints.queues(points);
                case PLAIN_QUEUE -> QueuePoints.plainQueues(points);
                case ASKED -> QueuePoints.asked(points);
                case UNLOCK -> ThreadPoints.unlocks(points);
                case START -> ThreadPoints.starts(points);
                case DISPATCH -> QueuePoints.dispatches(points);
                case TLS -> CodecPoints.engines(points);
                case FAILURE -> ThreadPoints.failures(points);
                case DIAL -> ChannelPoints.dials(points);
                case BUFFER -> CodecPoints.buffers(points);
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
}
