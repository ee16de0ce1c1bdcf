package dev.rouse.examples.slow;

import dev.rouse.runtime.Future;

/** What an item costs. */
interface Prices {
    /** Asks for a price, in cents. On the core that owns this. */
    Future<Integer> of(String item);
}
