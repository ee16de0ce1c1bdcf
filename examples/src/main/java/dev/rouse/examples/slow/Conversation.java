package dev.rouse.examples.slow;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Futures;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.io.AsyncRead;
import dev.rouse.runtime.io.TcpStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection: a line that names an item, and a line back with its price and its stock, over and over. Price and
 * stock are asked for at once; while they take long, a {@link Heartbeat} tells the client that we live.
 */
final class Conversation implements Future<@Nullable Void> {
    private final TcpStream stream;
    private final Prices prices;
    private final Stocks stocks;
    private final ByteBuffer in = ByteBuffer.allocate(256);
    private final StringBuilder line = new StringBuilder();
    private @Nullable Future<String> answer;
    private @Nullable ByteBuffer out;

    Conversation(TcpStream stream, Prices prices, Stocks stocks) {
        this.stream = stream;
        this.prices = prices;
        this.stocks = stocks;
    }

    @Override
    public Poll<@Nullable Void> poll(Context context) {
        try {
            while (true) {
                Step step =
                        out != null ? write(context, out) : answer != null ? answer(context, answer) : read(context);
                if (step != Step.ON) {
                    return step == Step.WAIT ? Poll.pending() : Poll.ready();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private enum Step {
        ON,
        WAIT,
        END
    }

    private Step read(Context context) throws IOException {
        in.clear();
        int n = stream.pollRead(context, in);
        if (n == AsyncRead.PENDING) {
            return Step.WAIT;
        }
        if (n < 0) {
            return Step.END;
        }
        line.append(new String(in.array(), 0, n, StandardCharsets.US_ASCII));
        int end = line.indexOf("\n");
        if (end >= 0) {
            answer = ask(line.substring(0, end).trim());
            line.delete(0, end + 1);
        }
        return Step.ON;
    }

    private Future<String> ask(String item) {
        Future<String> page = Futures.map(
                Futures.join(List.of(prices.of(item), stocks.of(item))),
                both -> item + " costs " + both.get(0) + " cents, " + both.get(1) + " in stock\n");
        return Futures.race(List.of(page, new Heartbeat(stream)));
    }

    private Step answer(Context context, Future<String> asked) {
        Poll<String> page = asked.poll(context);
        if (page.isPending()) {
            return Step.WAIT;
        }
        asked.drop();
        answer = null;
        out = ByteBuffer.wrap(page.get().getBytes(StandardCharsets.US_ASCII));
        return Step.ON;
    }

    private Step write(Context context, ByteBuffer rest) throws IOException {
        if (stream.pollWrite(context, rest) == AsyncRead.PENDING) {
            return Step.WAIT;
        }
        if (!rest.hasRemaining()) {
            out = null;
        }
        return Step.ON;
    }

    @Override
    public void drop() {
        if (answer != null) {
            answer.drop();
        }
        stream.close();
    }
}
