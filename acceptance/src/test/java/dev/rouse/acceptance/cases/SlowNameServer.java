package dev.rouse.acceptance.cases;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A name server (RFC 1035) on this machine that knows every name, as 127.0.0.1, and tells it late. */
final class SlowNameServer {
    private static final int HEADER = 12;
    private static final short TYPE_A = 1;
    private static final short CLASS_IN = 1;

    private final DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final Duration late;
    private final Runnable asked;

    /** @param asked runs at each question */
    SlowNameServer(Duration late, Runnable asked) throws IOException {
        this.late = late;
        this.asked = asked;
    }

    /** Answers from now on; the address to ask. */
    InetSocketAddress start() {
        Thread server = new Thread(this::serve, "name server");
        server.setDaemon(true);
        server.start();
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket question = new DatagramPacket(new byte[512], 512);
                socket.receive(question);
                asked.run();
                TimeUnit.MILLISECONDS.sleep(late.toMillis());
                byte[] answer = answer(question.getData());
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The question again, and the address where one was asked for. */
    private static byte[] answer(byte[] asked) {
        ByteBuffer question = ByteBuffer.wrap(asked);
        int end = HEADER;
        while (question.get(end) != 0) {
            end += 1 + question.get(end);
        }
        boolean address = question.getShort(end + 1) == TYPE_A;
        ByteBuffer answer = ByteBuffer.allocate(end + 5 + (address ? 16 : 0));
        answer.putShort(question.getShort(0)).putShort((short) 0x8180).putShort((short) 1);
        answer.putShort((short) (address ? 1 : 0)).putInt(0);
        answer.put(asked, HEADER, end + 5 - HEADER);
        if (address) {
            int nameOfTheQuestion = 0xC000 | HEADER;
            answer.putShort((short) nameOfTheQuestion).putShort(TYPE_A).putShort(CLASS_IN);
            answer.putInt(60).putShort((short) 4).put(new byte[] {127, 0, 0, 1});
        }
        return answer.array();
    }
}
