package dev.rouse.console;

import java.util.Locale;
import java.util.Map;

/** When output is coloured. */
enum Colour {
    AUTO,
    ALWAYS,
    NEVER;

    static Colour parse(String text) {
        for (Colour colour : values()) {
            if (colour.name().toLowerCase(Locale.ROOT).equals(text)) {
                return colour;
            }
        }
        throw new BadUse("colour is auto, always or never, not '" + text + "'");
    }

    /** An explicit choice wins, then NO_COLOR, then CLICOLOR_FORCE, then what the terminal can do. */
    boolean isOn(Map<String, String> environment, boolean terminal) {
        if (this != AUTO) {
            return this == ALWAYS;
        }
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String force = environment.getOrDefault("CLICOLOR_FORCE", "0");
        if (!force.isEmpty() && !force.equals("0")) {
            return true;
        }
        return terminal && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }
}
