package dev.rouse.examples.slow;

import dev.rouse.examples.story.Arguments;
import dev.rouse.runtime.Core;
import dev.rouse.runtime.Runtime;
import dev.rouse.runtime.io.Acceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The service: a thread for each core, and each connection on one of them for its whole life. It ends when its input
 * does.
 *
 * <p>Options: {@code --port N}, {@code --fixed}.
 */
public final class Shop {
    private static final Set<String> OPTIONS = Set.of("port", "fixed");
    private static final int CORES = 2;

    private Shop() {}

    public static void main(String[] args) throws IOException {
        try {
            Arguments arguments = Arguments.of(OPTIONS, args);
            serve(arguments.number("port", 0), arguments.has("fixed"));
        } catch (IllegalArgumentException e) {
            Arguments.refuse(e);
        }
    }

    private static void serve(int port, boolean fixed) throws IOException {
        try (Backend pricing = new Backend("pricing", 1_000, 8_000);
                Backend stock = new Backend("stock", 1_000, 4_000);
                Runtime runtime = Runtime.builder().cores(CORES).name("shop").start()) {
            List<Prices> prices = new ArrayList<>();
            for (int core = 0; core < CORES; core++) {
                prices.add(fixed ? new FairPrices(pricing) : new SharedPrices(pricing));
            }
            Stocks stocks = new Stocks(stock);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            try (Acceptor acceptor = Acceptor.start(
                    runtime,
                    address,
                    stream -> new Conversation(stream, prices.get(Core.current().index()), stocks))) {
                System.out.println(
                        "listening on 127.0.0.1:" + acceptor.address().getPort());
                while (System.in.read() >= 0) {
                    // until whoever started it ends
                }
            }
        }
    }
}
