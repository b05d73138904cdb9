package parx.ui;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import parx.ui.Palette.Token;

/**
 * Says that something is under way whose end nobody knows, in the colours of the look: the system's own bar keeps the
 * ground of a light theme. UI thread.
 */
public final class BusyBar extends Canvas {
    private static final int WIDTH = 80;
    private static final int HEIGHT = 4;
    private static final int STEP_MILLIS = 50;
    private static final int STEPS_A_WAY = 40;
    /** The moving block is one part in this many of the bar. */
    private static final int PARTS = 5;

    private final Palette palette;
    private final Runnable step = this::step;
    private int steps;

    public BusyBar(Composite parent, Palette palette) {
        super(parent, SWT.DOUBLE_BUFFERED);
        this.palette = palette;
        addListener(SWT.Paint, event -> draw(event.gc));
        step();
    }

    @Override
    public Point computeSize(int widthHint, int heightHint, boolean changed) {
        return new Point(widthHint == SWT.DEFAULT ? WIDTH : widthHint, heightHint == SWT.DEFAULT ? HEIGHT : heightHint);
    }

    private void step() {
        if (isDisposed()) {
            return;
        }
        if (isVisible()) {
            steps = (steps + 1) % (2 * STEPS_A_WAY);
            redraw();
        }
        getDisplay().timerExec(STEP_MILLIS, step);
    }

    private void draw(GC gc) {
        Rectangle area = getClientArea();
        int block = area.width / PARTS;
        int way = Math.min(steps, 2 * STEPS_A_WAY - steps);
        gc.setBackground(palette.color(Token.LINE));
        gc.fillRectangle(area);
        gc.setBackground(palette.color(Token.ACCENT));
        gc.fillRectangle((area.width - block) * way / STEPS_A_WAY, 0, block, area.height);
    }
}
