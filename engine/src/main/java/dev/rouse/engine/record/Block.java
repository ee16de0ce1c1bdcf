package dev.rouse.engine.record;

import dev.rouse.engine.model.Site;
import java.util.Map;

/**
 * What was seen within one stretch of time.
 *
 * @param coveredNs how much of it was watched
 */
public record Block(long coveredNs, Map<Site, SiteState> states) {
    public Block {
        states = Map.copyOf(states);
    }
}
