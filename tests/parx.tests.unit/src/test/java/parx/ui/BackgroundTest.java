package parx.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work off the UI thread, its outcome on it, the newest wins. */
class BackgroundTest extends DisplayTest {
    private final List<Object> got = new ArrayList<>();
    private Background background;

    private Background background() {
        background = new Background(display);
        return background;
    }

    @AfterEach
    void stop() {
        background.close();
    }

    @Test
    void workRunsElsewhereAndItsResultComesToTheUiThread() {
        Thread ui = Thread.currentThread();
        AtomicReference<Thread> worker = new AtomicReference<>();
        background().run("key", shell, () -> {
            worker.set(Thread.currentThread());
            return 42;
        }, result -> {
            assertSame(ui, Thread.currentThread());
            got.add(result);
        }, got::add);
        until("the result", () -> !got.isEmpty());
        assertEquals(List.of(42), got);
        assertTrue(worker.get().getName().startsWith("query-"));
        assertTrue(worker.get().isDaemon());
        assertFalse(background.busy("key"));
    }

    @Test
    void aFailureComesToTheUiThreadToo() {
        Exception failure = new Exception("on purpose");
        background().run("key", shell, () -> {
            throw failure;
        }, got::add, got::add);
        until("the failure", () -> !got.isEmpty());
        assertSame(failure, got.getFirst());
    }

    @Test
    void anErrorComesToTheUiThreadTooForSomebodyWaits() {
        NoClassDefFoundError failure = new NoClassDefFoundError("on purpose");
        background().run("key", shell, () -> {
            throw failure;
        }, got::add, e -> got.add(e.getCause()));
        until("the failure", () -> !got.isEmpty());
        assertSame(failure, got.getFirst());
        assertFalse(background.busy("key"));
    }

    @Test
    void theNewestWinsAndTheOldOneIsInterrupted() throws InterruptedException {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(1);
        background().run("view", shell, () -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            return "old";
        }, got::add, got::add);
        started.await();
        background.run("view", shell, () -> "new", got::add, got::add);
        until("the new result and the end of the old work", () -> !got.isEmpty() && interrupted.get());
        background.run("fence", shell, () -> "last", got::add, got::add);
        until("whatever else might come", () -> got.contains("last"));
        assertEquals(List.of("new", "last"), got);
    }

    @Test
    void anOwnerThatIsGoneGetsNothing() {
        CountDownLatch go = new CountDownLatch(1);
        Composite owner = new Composite(shell, SWT.NONE);
        background().run("view", owner, () -> {
            go.await();
            return "late";
        }, got::add, got::add);
        owner.dispose();
        go.countDown();
        until("the end of the work", () -> !background.busy("view"));
        assertEquals(List.of(), got);
        assertSame(display, Display.getCurrent());
    }

    @Test
    void changesThatWaitDelayNoQueryAndAreMadeInTheirOrderOnOneThread() {
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> made = new CopyOnWriteArrayList<>();
        Set<String> threads = ConcurrentHashMap.newKeySet();
        background();
        for (int i = 0; i < 20; i++) {
            int number = i;
            background.change(shell, () -> {
                go.await();
                threads.add(Thread.currentThread().getName());
                made.add(number);
                return number;
            }, got::add, got::add);
        }
        background.run("view", shell, () -> "queried", got::add, got::add);
        until("the query, while no change can be made", () -> got.contains("queried"));
        assertEquals(List.of(), made);
        go.countDown();
        until("every change", () -> got.size() == 21);
        assertEquals(IntStream.range(0, 20).boxed().toList(), made);
        assertEquals(Set.of("changes"), threads);
        assertEquals(IntStream.range(0, 20).boxed().toList(), got.subList(1, 21));
    }

    @Test
    void aChangeThatFailsKeepsNoLaterOneFromBeingMade() {
        background().change(shell, () -> {
            throw new IllegalStateException("on purpose");
        }, got::add, failure -> got.add(failure.getMessage()));
        background.change(shell, () -> "made", got::add, got::add);
        until("both", () -> got.size() == 2);
        assertEquals(List.of("on purpose", "made"), got);
    }
}
