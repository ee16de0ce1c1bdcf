package dev.rouse.examples.burn;

import dev.rouse.console.FakeStory;
import java.io.IOException;

/** Stands in for the story of this name. */
public final class BurnDemo {
    private BurnDemo() {}

    public static void main(String[] arguments) throws IOException {
        FakeStory.play(arguments);
    }
}
