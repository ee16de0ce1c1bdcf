package dev.rouse.engine.compare;

import dev.rouse.engine.model.Site;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sites of one build again in another, where lines have moved: the same name, or else, when a method has as
 * many sites left over here as there, the same place among them in the order of lines.
 */
final class SitePairs {
    private static final Pattern LINE = Pattern.compile(":(\\d+)\\)?$");
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.*?)\\$\\d+");

    private SitePairs() {}

    /** One site in both; null where it is not. */
    record Pair(@Nullable Site base, @Nullable Site now) {}

    static List<Pair> of(Collection<Site> base, Collection<Site> now) {
        List<Pair> pairs = new ArrayList<>();
        List<Site> gone = new ArrayList<>(base);
        List<Site> come = new ArrayList<>(now);
        for (Site site : base) {
            if (come.remove(site)) {
                gone.remove(site);
                pairs.add(new Pair(site, site));
            }
        }
        Map<String, List<Site>> goneByMethod = byMethod(gone);
        Map<String, List<Site>> comeByMethod = byMethod(come);
        goneByMethod.forEach((method, sites) -> {
            List<Site> others = comeByMethod.getOrDefault(method, List.of());
            boolean moved = sites.size() == others.size();
            for (int i = 0; i < sites.size(); i++) {
                pairs.add(new Pair(sites.get(i), moved ? others.get(i) : null));
            }
            if (moved) {
                comeByMethod.remove(method);
            }
        });
        comeByMethod.values().forEach(sites -> sites.forEach(site -> pairs.add(new Pair(null, site))));
        return pairs;
    }

    private static Map<String, List<Site>> byMethod(Collection<Site> sites) {
        Map<String, List<Site>> byMethod = new TreeMap<>();
        sites.stream()
                .sorted(Comparator.comparingInt(SitePairs::line).thenComparing(Site::name))
                .forEach(site -> byMethod.computeIfAbsent(method(site), name -> new ArrayList<>())
                        .add(site));
        return new LinkedHashMap<>(byMethod);
    }

    /** The site without its line, and a lambda without its number: those move when code above them does. */
    static String method(Site site) {
        String text = LINE.matcher(site.name()).replaceFirst("");
        return LAMBDA.matcher(text).replaceAll(found -> Matcher.quoteReplacement("lambda$" + found.group(1)));
    }

    private static int line(Site site) {
        Matcher line = LINE.matcher(site.name());
        return line.find() && line.group(1).length() < 10 ? Integer.parseInt(line.group(1)) : 0;
    }
}
