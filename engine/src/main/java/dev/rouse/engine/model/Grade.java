package dev.rouse.engine.model;

import java.util.Locale;

/** How sure a finding is, in rising order. {@link #PROVEN} is a promise: nothing innocent is ever called proven. */
public enum Grade {
    SUSPECTED,
    PROVEN;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when the text is neither grade */
    public static Grade of(String id) {
        for (Grade grade : values()) {
            if (grade.id().equals(id)) {
                return grade;
            }
        }
        throw new IllegalArgumentException("a grade is 'suspected' or 'proven', not '" + id + "'");
    }
}
