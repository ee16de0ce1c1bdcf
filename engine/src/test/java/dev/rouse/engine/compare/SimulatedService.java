package dev.rouse.engine.compare;

import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.WakeHistogram;
import dev.rouse.engine.record.Block;
import dev.rouse.engine.record.SiteState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Recordings of a service with many sites, as noisy as real ones: each run is a few percent faster or slower than the
 * next, and each of its sites again; each second is; one second in ten is disturbed and everything takes thrice as long
 * in it; durations have a long tail; one wait in 64 is sampled.
 */
final class SimulatedService {
    private static final int STANDS = 64;
    private static final double RUNS_DIFFER = 0.05;
    private static final double SITES_DIFFER = 0.05;
    private static final double SECONDS_DIFFER = 0.15;
    private static final double DISTURBED = 0.1;
    private static final double TAIL = 0.6;

    private final int seconds;
    private final Map<Site, Traits> sites = new HashMap<>();

    /** How a site is: its median, what is added to each wait, how often it waits. */
    private record Traits(double medianMs, double plusMs, double perSecond) {}

    SimulatedService(int seconds) {
        this.seconds = seconds;
    }

    /** So many sites, from 0.2 to some 50 ms, from 5 to 2,000 waits a second. */
    SimulatedService withSites(int count) {
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            double median = 0.2 * Math.pow(250, random.nextDouble());
            sites.put(site(i), new Traits(median, 0, 5 * Math.pow(400, random.nextDouble())));
        }
        return this;
    }

    static Site site(int number) {
        return new Site("com.acme.Service.step" + number + "(Service.java:" + (100 + number) + ")");
    }

    SimulatedService with(Site site, double medianMs, double perSecond) {
        sites.put(site, new Traits(medianMs, 0, perSecond));
        return this;
    }

    SimulatedService slower(Site site, double plusMs) {
        sites.computeIfPresent(site, (s, traits) -> new Traits(traits.medianMs, plusMs, traits.perSecond));
        return this;
    }

    SimulatedService oftener(Site site, double times) {
        sites.computeIfPresent(site, (s, traits) -> new Traits(traits.medianMs, 0, traits.perSecond * times));
        return this;
    }

    SimulatedService without(Site site) {
        sites.remove(site);
        return this;
    }

    /** One recording. */
    List<Block> run(long seed) {
        Random random = new Random(seed);
        double run = Math.exp(random.nextGaussian() * RUNS_DIFFER);
        Map<Site, Double> differs = new HashMap<>();
        sites.keySet().forEach(site -> differs.put(site, run * Math.exp(random.nextGaussian() * SITES_DIFFER)));
        List<Block> blocks = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            double slow = Math.exp(random.nextGaussian() * SECONDS_DIFFER) * (random.nextDouble() < DISTURBED ? 3 : 1);
            Map<Site, SiteState> states = new HashMap<>();
            sites.forEach((site, traits) ->
                    states.put(site, state(site, traits, slow * differs.getOrDefault(site, run), random)));
            blocks.add(new Block(1_000_000_000L, states));
        }
        return blocks;
    }

    private static SiteState state(Site site, Traits traits, double slow, Random random) {
        WakeHistogram waits = new WakeHistogram();
        int samples = (int) (traits.perSecond / STANDS + random.nextDouble());
        for (int i = 0; i < samples; i++) {
            double ms = traits.medianMs * slow * Math.exp(random.nextGaussian() * TAIL) + traits.plusMs;
            waits.record((long) (ms * 1e6), STANDS);
        }
        return new SiteState(site, waits, (long) samples * STANDS, new WakeHistogram(), 0, Map.of(), 0);
    }
}
