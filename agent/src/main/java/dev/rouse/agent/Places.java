package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import dev.rouse.probe.FunctionSite;
import dev.rouse.probe.Promises;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns the stacks that the probe captured into sites: of waits, of their wakers, and of where the promise was made.
 */
final class Places {
    private final List<Promises> libraries;
    private final Origin origin;
    private final InlinedLines lines;
    private final Map<FunctionSite, Place> known = new WeakHashMap<>();

    Places(List<Promises> libraries, Origin origin, InlinedLines lines) {
        this.libraries = libraries;
        this.origin = origin;
        this.lines = lines;
    }

    /** A site with its frames, innermost first, the promise's own left out. */
    record Place(Site site, List<StackTraceElement> stack, Map<Class<?>, Optional<Site>> made) {
        private Optional<StackTraceElement> innermost() {
            return stack.stream()
                    .filter(frame -> !Site.isJdk(frame.getClassName()))
                    .findFirst();
        }
    }

    /** The site of all waits with one class of callback. */
    Place of(FunctionSite site) {
        return known.computeIfAbsent(site, s -> place(s.stack()));
    }

    /** The site that a {@linkplain dev.rouse.probe.Cell#site cell} names; null when it names none. */
    @Nullable Place of(@Nullable Object site) {
        if (site instanceof FunctionSite function) {
            return of(function);
        }
        return site instanceof Throwable stack ? place(stack.getStackTrace()) : null;
    }

    /** A wait with no function of the host's has no line of its own: allOf, anyOf, or a relay between two promises. */
    static Place plumbing(Object registration) {
        return new Place(new Site(registration.getClass().getName()), List.of(), new WeakHashMap<>());
    }

    /** Where the promises that are waited for here are made; null when the code does not tell. */
    @Nullable Site made(Place place, Class<?> promise) {
        return place.made()
                .computeIfAbsent(promise, type -> place.innermost().map(frame -> origin.of(frame, type)))
                .orElse(null);
    }

    /** The line that completed a promise: the first frame that is neither ours nor a promise's own machinery. */
    @Nullable Site waker(Throwable stack) {
        StackTraceElement[] frames = stack.getStackTrace();
        List<StackTraceElement> outer = withoutMachinery(frames);
        boolean jdkOnly = outer.stream().allMatch(frame -> Site.isJdk(frame.getClassName()));
        int machinery = frames.length - outer.size();
        boolean task = jdkOnly && machinery > 0 && !isOurs(frames[machinery - 1]);
        return task ? Site.of(frames[machinery - 1]) : Site.of(outer);
    }

    /** The frames that completed a promise, innermost first; with the promise's own only when there are no others. */
    List<StackTraceElement> wakerStack(Throwable stack) {
        List<StackTraceElement> outer = withoutMachinery(stack.getStackTrace());
        return outer.isEmpty() ? Arrays.asList(stack.getStackTrace()) : outer;
    }

    private Place place(StackTraceElement[] frames) {
        List<StackTraceElement> stack = withoutMachinery(frames);
        Site site = Site.of(stack);
        return new Place(site == null ? new Site("unknown") : site, List.copyOf(stack), new WeakHashMap<>());
    }

    private List<StackTraceElement> withoutMachinery(StackTraceElement[] frames) {
        List<StackTraceElement> stack = new ArrayList<>(Arrays.asList(frames));
        while (!stack.isEmpty() && (isOurs(stack.get(0)) || isMachinery(stack.get(0)))) {
            stack.remove(0);
        }
        stack.replaceAll(lines::written);
        return stack;
    }

    private static boolean isOurs(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.startsWith("dev.rouse.probe.")
                || type.startsWith("java.util.concurrent.Rouse")
                || type.equals("java.lang.ClassValue");
    }

    private boolean isMachinery(StackTraceElement frame) {
        return libraries.stream().anyMatch(library -> library.isMachinery(frame.getClassName()));
    }
}
