package dev.rouse.console;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the command line writes them: a number and {@code ms}, {@code s}, {@code m} or {@code h}. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Durations() {}

    /** @throws BadUse when the text is no duration, or none that passes */
    static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadUse("'" + text + "' is no duration: write a number and a unit, such as 500ms, 30s or 2m");
        }
        long number = Long.parseLong(form.group(1));
        if (number == 0) {
            throw new BadUse("'" + text + "' is too short a time to watch: give at least 1ms");
        }
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /** {@code 0.5 s}, {@code 30.0 s}, {@code 2 min 5 s}, {@code 3 h 20 min}. */
    static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
