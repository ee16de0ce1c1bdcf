package dev.rouse.agent;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings {@code rouse.x.y}: a system property of the host comes first, then the environment ({@code ROUSE_X_Y}),
 * then the agent's options ({@code x.y=...}).
 */
record Settings(Map<String, String> options) {

    /** @param text {@code key=value,key=value}; a word without a value counts as {@code true} */
    static Settings parse(String text) {
        Map<String, String> options = new HashMap<>();
        for (String option : text.split(",", -1)) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                options.put(
                        option.substring(0, equals).trim(),
                        option.substring(equals + 1).trim());
            } else if (!option.isBlank()) {
                options.put(option.trim(), "true");
            }
        }
        return new Settings(Map.copyOf(options));
    }

    /** @param name without the leading {@code rouse.} */
    @Nullable String get(String name) {
        String property = System.getProperty("rouse." + name);
        if (property != null) {
            return property;
        }
        String variable = System.getenv(
                "ROUSE_" + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
        return variable != null ? variable : options.get(name);
    }
}
