package dev.rouse.acceptance.innocent;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Jetty with an asynchronous handler; main waits in {@code server.join()}. */
@SuppressWarnings("FutureReturnValueIgnored") // as its users do
final class JettyService {

    public static void main(String[] arguments) throws Exception {
        Life life = new Life();
        ScheduledExecutorService backend = Executors.newScheduledThreadPool(1);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Answers(backend));
        server.start();
        life.liveBeside(new WebLoad(life, connector.getLocalPort()), server::stop);
        server.join();
        life.end();
    }

    private static final class Answers extends Handler.Abstract {
        private final ScheduledExecutorService backend;

        Answers(ScheduledExecutorService backend) {
            this.backend = backend;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String path = request.getHttpURI().getPath().substring(1);
            if (path.equals(WebLoad.SLOW)) {
                backend.schedule(
                        () -> Content.Sink.write(response, true, path, callback),
                        WebLoad.SLOW_MS,
                        TimeUnit.MILLISECONDS);
            } else {
                Content.Sink.write(response, true, path, callback);
            }
            return true;
        }
    }
}
