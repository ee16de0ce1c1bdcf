package dev.rouse.engine.record;

import dev.rouse.engine.model.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of sites by number, so that each stands in a recording once. */
final class Names {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, Site> sites = new HashMap<>();
    private final List<String> untold = new ArrayList<>();

    int number(Site site) {
        Integer known = numbers.get(site.name());
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        numbers.put(site.name(), number);
        untold.add(site.name());
        return number;
    }

    boolean hasUntold() {
        return !untold.isEmpty();
    }

    /** Writes those that were not written before. */
    void tell(Bytes out) {
        out.number(numbers.size() - untold.size()).texts(untold);
        untold.clear();
    }

    /** Reads what {@link #tell} wrote. */
    void hear(Fields in) {
        int number = in.index();
        for (String name : in.texts()) {
            sites.put(number++, new Site(name));
        }
    }

    /** The site of a number; null when its name was lost. */
    @Nullable Site site(int number) {
        return sites.get(number);
    }
}
