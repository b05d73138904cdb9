package parx.cli.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import parx.service.Channels;
import parx.service.StartException;
import parx.startup.Startup;

/** ./parx server: acquires and stores without a window until it is stopped. Main thread. */
public final class ServerApplication implements IApplication {
    /** A supervisor (systemd) kills after 90 s; what is not written by then waits in the spool. */
    private static final long CLOSE_LIMIT_SECONDS = 60;

    private static final String DEMO = "--demo";
    /** As the parx script ends where it does not know a word. */
    private static final int WRONG_WORDS = 2;

    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public Object start(IApplicationContext context) throws Exception {
        context.applicationRunning();
        List<String> arguments = Arrays.asList((String[]) context.getArguments().get(IApplicationContext.APPLICATION_ARGS));
        Optional<String> unknown = arguments.stream().filter(a -> !DEMO.equals(a)).findFirst();
        if (unknown.isPresent()) {
            System.err.println("parx: unknown option ‘" + unknown.get() + "’ for server; there is " + DEMO);
            return WRONG_WORDS;
        }
        Services services = new Services();
        // SIGTERM and Ctrl+C arrive as a shutdown of the virtual machine, which waits for this hook.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop-server"));
        try {
            Startup startup = services.get(Startup.class);
            try {
                startup.open(choice(startup, arguments), sentence -> System.err.println("parx: " + sentence));
                System.err.println("parx: acquiring " + services.get(Channels.class).all().size()
                        + " channels; stop with Ctrl+C");
                stopRequested.await();
                System.err.println("parx: writing the last samples");
            } finally {
                startup.close();
            }
            return IApplication.EXIT_OK;
        } catch (StartException e) {
            System.err.println("parx: " + e.getMessage());
            return 1;
        } finally {
            closed.countDown();
        }
    }

    private static Startup.Choice choice(Startup startup, List<String> arguments) {
        if (!startup.isFirstStart()) {
            return new Startup.Choice.AsBefore();
        }
        return arguments.contains(DEMO) ? new Startup.Choice.DemoPlant() : new Startup.Choice.EmptyProject();
    }

    private void stopAndWait() {
        stopRequested.countDown();
        try {
            closed.await(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        stopRequested.countDown();
    }
}
