package dev.rouse.heap.prove;

import dev.rouse.engine.model.Site;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import dev.rouse.heap.hprof.HeapFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What threads that can run may hold though their dump does not show it. C2 keeps an object that never leaves its frame
 * as the values of its fields only (escape analysis), and of those HPROF lists none; a waker may be among them. It
 * shows where a method was given a waker and has passed it to no call: then its frame lists it if it needs it, and if
 * not, either needs it no more or has it in such an object. Only frames of the code that waits are doubted, with its
 * package or one beside it.
 */
final class TakenApart {
    private static final int PACKAGES = 2;
    private static final Pattern PARAMETER = Pattern.compile("\\[*(?:L([^;]+);|[ZCFDBSIJ])");

    private final Heap heap;
    private final Map<String, List<String>> parameters = new HashMap<>();
    private final Set<String> wakers = new HashSet<>();

    /** By family and type of waker. */
    private final Map<String, String> doubts = new HashMap<>();

    /**
     * @param running those that can run
     * @param lost those that nobody in sight can wake
     */
    TakenApart(Heap heap, List<HeapThread> running, List<HeapThread> lost) {
        this.heap = heap;
        lost.forEach(thread -> wakers.addAll(wakers(thread)));
        running.forEach(this::look);
    }

    /** The types of what the JDK waits on in a thread, with what they extend. */
    private Set<String> wakers(HeapThread lost) {
        Set<String> types = new HashSet<>();
        HeapFrame[] frames = lost.frames();
        for (int depth = 0; depth < frames.length && Site.isJdk(frames[depth].type()); depth++) {
            for (int local : lost.localsAt(depth)) {
                HeapClass type = heap.isInstance(local) ? heap.classOf(local) : null;
                for (; type != null && type.parent() != null; type = type.parent()) {
                    types.add(type.name());
                }
            }
        }
        return types;
    }

    private void look(HeapThread thread) {
        for (int depth = 0; depth < thread.frames().length; depth++) {
            HeapFrame frame = thread.frames()[depth];
            if (!Site.isJdk(frame.type()) && !frame.isNative()) {
                for (String type : parameters.computeIfAbsent(frame.signature(), TakenApart::parameters)) {
                    if (wakers.contains(type) && !shows(thread, depth, type)) {
                        doubts.putIfAbsent(family(frame.type()) + ' ' + type, told(thread, frame, type));
                    }
                }
            }
        }
    }

    private static List<String> parameters(String signature) {
        List<String> types = new ArrayList<>();
        int end = Math.max(0, signature.indexOf(')'));
        Matcher parameters = PARAMETER.matcher(signature).region(Math.min(1, end), end);
        while (parameters.find()) {
            String type = parameters.group(1);
            if (type != null) {
                types.add(type.replace('/', '.'));
            }
        }
        return types;
    }

    /** Whether a frame, or one that it has called, lists an object of that type. */
    private boolean shows(HeapThread thread, int depth, String type) {
        int[] locals = thread.locals();
        for (int i = 0; i < locals.length; i++) {
            if (thread.depth(i) <= depth && heap.is(locals[i], type)) {
                return true;
            }
        }
        return false;
    }

    private static String told(HeapThread thread, HeapFrame frame, String type) {
        return thread + " can run, was given a " + type + " in " + Site.of(frame.element())
                + " and may have it inside an object that compiled code has taken apart, which a dump does not show";
    }

    /** The first names of a package: those of one owner. */
    private static String family(String type) {
        int inner = type.indexOf('$');
        String outer = inner < 0 ? type : type.substring(0, inner);
        int end = -1;
        for (int i = 0; i < PACKAGES && outer.indexOf('.', end + 1) > 0; i++) {
            end = outer.indexOf('.', end + 1);
        }
        return outer.substring(0, Math.max(0, end));
    }

    /** Why it is not sure that nobody wakes a thread that seems lost. */
    Optional<String> doubt(HeapThread lost) {
        Set<String> types = doubts.isEmpty() ? Set.of() : wakers(lost);
        for (HeapFrame frame : lost.frames()) {
            for (String type : Site.isJdk(frame.type()) ? Set.<String>of() : types) {
                String why = doubts.get(family(frame.type()) + ' ' + type);
                if (why != null) {
                    return Optional.of(why);
                }
            }
        }
        return Optional.empty();
    }
}
