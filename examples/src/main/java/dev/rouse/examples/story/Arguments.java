package dev.rouse.examples.story;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Options of the form {@code --name value}, or {@code --name} alone for yes; what follows {@code --} is {@code rest}.
 */
public record Arguments(Map<String, String> options, List<String> rest) {
    public Arguments {
        options = Map.copyOf(options);
        rest = List.copyOf(rest);
    }

    /** @throws IllegalArgumentException when a word is none of the {@code known} options */
    public static Arguments of(Set<String> known, String... args) {
        Map<String, String> options = new HashMap<>();
        List<String> rest = new ArrayList<>(List.of(args));
        while (!rest.isEmpty()) {
            String name = rest.remove(0);
            if (name.equals("--")) {
                break;
            }
            if (!name.startsWith("--") || !known.contains(name.substring(2))) {
                throw new IllegalArgumentException("not an option: " + name);
            }
            boolean alone = rest.isEmpty() || rest.get(0).startsWith("--");
            options.put(name.substring(2), alone ? "yes" : rest.remove(0));
        }
        return new Arguments(options, rest);
    }

    /** Ends this process with one sentence on its error stream where an option is wrong. */
    public static void refuse(IllegalArgumentException wrong) {
        System.err.println(wrong.getMessage());
        System.exit(2);
    }

    public boolean has(String name) {
        return options.containsKey(name);
    }

    public String text(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    /** @throws IllegalArgumentException when the value is no number */
    public int number(String name, int otherwise) {
        String value = options.get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " wants a number, not " + value, e);
        }
    }
}
