package dev.rouse.acceptance.innocent;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** Embedded Tomcat with a servlet that answers at once and one that answers later; main waits in {@code await()}. */
@SuppressWarnings("FutureReturnValueIgnored") // as its users do
final class TomcatService {

    public static void main(String[] arguments) throws Exception {
        Life life = new Life();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        Context context = tomcat.addContext("", null);
        add(context, WebLoad.FAST, new Fast());
        add(context, WebLoad.SLOW, new Slow());
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.start();
        // the shutdown port of await() is off, so that the thread only waits for the flag that stop() sets
        tomcat.getServer().setPort(-1);
        life.liveBeside(new WebLoad(life, tomcat.getConnector().getLocalPort()), tomcat::stop);
        tomcat.getServer().await();
        life.end();
    }

    private static void add(Context context, String name, HttpServlet servlet) {
        Tomcat.addServlet(context, name, servlet).setAsyncSupported(true);
        context.addServletMappingDecoded("/" + name, name);
    }

    private static final class Fast extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(WebLoad.FAST);
        }
    }

    private static final class Slow extends HttpServlet {
        private static final long serialVersionUID = 1;
        private static final ScheduledExecutorService BACKEND = Executors.newScheduledThreadPool(1);

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext later = request.startAsync();
            BACKEND.schedule(() -> answer(later), WebLoad.SLOW_MS, TimeUnit.MILLISECONDS);
        }

        private static void answer(AsyncContext later) {
            try {
                later.getResponse().getWriter().print(WebLoad.SLOW);
                later.complete();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
