package parx.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One workstation per state folder, whatever was left behind by the one before. */
class SingleInstanceTest {
    @TempDir
    Path folder;

    @Test
    void theSecondIsRefusedAndTheFirstIsShown() throws Exception {
        CountDownLatch shown = new CountDownLatch(1);
        try (SingleInstance first = SingleInstance.claim(folder).orElseThrow()) {
            first.onShow(shown::countDown);
            assertTrue(SingleInstance.claim(folder).isEmpty());
            assertTrue(SingleInstance.showOther(folder, Duration.ofSeconds(60)));
            assertTrue(shown.await(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void afterTheFirstEndedTheNextMayStart() throws Exception {
        SingleInstance.claim(folder).orElseThrow().close();
        Optional<SingleInstance> next = SingleInstance.claim(folder);
        assertTrue(next.isPresent());
        next.get().close();
    }

    @Test
    void aKilledProcessLeavesNothingThatBlocks() throws Exception {
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            holder.inputReader().readLine();
            assertTrue(SingleInstance.claim(folder).isEmpty(), "the other process holds the folder");
            holder.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
            Optional<SingleInstance> next = SingleInstance.claim(folder);
            assertTrue(next.isPresent(), "the lock died with its process");
            next.get().close();
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void aForeignProcessOnTheOldPortIsNotTakenForParx() throws Exception {
        try (ServerSocket foreign = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> answerNonsense(foreign));
            Files.writeString(folder.resolve("workstation.address"), foreign.getLocalPort() + " token");
            assertFalse(SingleInstance.showOther(folder, Duration.ofMillis(300)));
        }
    }

    private static void answerNonsense(ServerSocket socket) {
        while (!socket.isClosed()) {
            try (var other = socket.accept()) {
                other.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
            } catch (IOException e) {
                return;
            }
        }
    }

    /** Claims the folder and waits to be killed. */
    static final class Holder {
        private Holder() {
        }

        public static void main(String[] arguments) throws Exception {
            SingleInstance.claim(new File(arguments[0]).toPath()).orElseThrow();
            System.out.println("held");
            new CountDownLatch(1).await();
        }
    }
}
