package dev.rouse.engine.report;

import dev.rouse.engine.model.Finding;

/** Writes a finding for people. */
public final class TextReport {
    private TextReport() {}

    public static String render(Finding finding, boolean colour) {
        return JsonReport.line(finding);
    }
}
