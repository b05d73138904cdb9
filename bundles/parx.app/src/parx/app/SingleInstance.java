package parx.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One workstation per state folder. The operating system's lock on a file decides who runs, so that a killed process
 * leaves nothing that blocks the next; the running one listens on loopback for "show yourself". Thread-safe.
 */
final class SingleInstance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SingleInstance.class);
    private static final String LOCK = "workstation.lock";
    private static final String ADDRESS = "workstation.address";
    private static final String SHOW = "show ";
    private static final String SHOWN = "shown";
    private static final int ANSWER_MILLIS = 3_000;

    private final FileChannel channel;
    private final FileLock lock;
    private final ServerSocket socket;
    private final String token;
    private volatile Runnable show = () -> { };

    private SingleInstance(FileChannel channel, FileLock lock, Path folder) throws IOException {
        this.channel = channel;
        this.lock = lock;
        token = HexFormat.of().formatHex(new SecureRandom().generateSeed(16));
        socket = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        // Moved into place whole: a second start must never read half an address.
        Path fresh = folder.resolve(ADDRESS + ".new");
        Files.writeString(fresh, socket.getLocalPort() + " " + token);
        Files.move(fresh, folder.resolve(ADDRESS), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Thread listener = new Thread(this::listen, "single-instance");
        listener.setDaemon(true);
        listener.start();
    }

    /** The claim on this folder, or empty where another process holds it. */
    static Optional<SingleInstance> claim(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new SingleInstance(channel, lock, folder));
            }
        } catch (java.nio.channels.OverlappingFileLockException e) {
            LOG.debug("This process holds the lock already", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /**
     * Asks the one that runs to come to the front; tries again until it has said where it listens.
     *
     * @return whether it did within the limit
     */
    static boolean showOther(Path folder, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        do {
            if (ask(folder)) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        } while (System.nanoTime() - end < 0);
        return false;
    }

    /** What to do when another start asks; runs on a thread of its own. */
    void onShow(Runnable action) {
        show = action;
    }

    @Override
    public void close() {
        try {
            socket.close();
            lock.release();
            channel.close();
        } catch (IOException e) {
            // The process ends, and the lock with it.
            LOG.debug("The lock was not released in good order", e);
        }
    }

    private static boolean ask(Path folder) {
        try {
            String[] address = Files.readString(folder.resolve(ADDRESS)).strip().split(" ");
            try (Socket other = new Socket()) {
                other.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address[0])), ANSWER_MILLIS);
                other.setSoTimeout(ANSWER_MILLIS);
                other.getOutputStream().write((SHOW + address[1] + "\n").getBytes(StandardCharsets.US_ASCII));
                return SHOWN.equals(reader(other).readLine());
            }
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            LOG.debug("The workstation that runs did not answer yet", e);
            return false;
        }
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket other = socket.accept()) {
                other.setSoTimeout(ANSWER_MILLIS);
                if ((SHOW + token).equals(reader(other).readLine())) {
                    show.run();
                    other.getOutputStream().write((SHOWN + "\n").getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.debug("A second start went away before it was answered", e);
                }
            }
        }
    }

    private static BufferedReader reader(Socket other) throws IOException {
        return new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.US_ASCII));
    }
}
