package parx.ui;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;

/** A window on a real display, which the test's thread serves. */
abstract class DisplayTest {
    Display display;
    Shell shell;

    @BeforeEach
    void openWindow() {
        display = Display.getDefault();
        shell = new Shell(display);
        shell.setLayout(new FillLayout());
        shell.setSize(300, 200);
        shell.open();
    }

    @AfterEach
    void closeWindow() {
        shell.dispose();
    }

    /** Serves the display until this holds; fails after a minute. */
    void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            Assertions.assertTrue(System.nanoTime() - end < 0, () -> "waited in vain for: " + what);
            serve();
        }
    }

    private void serve() {
        if (!display.readAndDispatch()) {
            display.timerExec(5, () -> { });
            display.sleep();
        }
    }
}
