package dev.rouse.examples.slow;

import dev.rouse.console.FakeStory;
import java.io.IOException;

/** Stands in for the story of this name. */
public final class SlowDemo {
    private SlowDemo() {}

    public static void main(String[] arguments) throws IOException {
        FakeStory.play(arguments);
    }
}
