package parx.chart;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Event;

/** Turns mouse and keys into movements of the chart. UI thread only. */
final class ChartInput {
    private static final double WHEEL_STEP = 0.8;
    private static final double KEY_STEP = 0.7;
    private static final int LEAST_BOX = 6;

    private final ChartCanvas canvas;
    private final ChartModel model;
    private final ChartLayout layout;
    private Point pressed;
    private Point dragged;
    private boolean boxing;
    private TimeWindow pressedWindow;

    ChartInput(ChartCanvas canvas, ChartModel model, ChartLayout layout) {
        this.canvas = canvas;
        this.model = model;
        this.layout = layout;
        canvas.addListener(SWT.MouseDown, this::down);
        canvas.addListener(SWT.MouseUp, this::up);
        canvas.addListener(SWT.MouseMove, this::move);
        canvas.addListener(SWT.MouseExit, event -> cursor(-1));
        canvas.addListener(SWT.MouseDoubleClick, this::twice);
        canvas.addListener(SWT.MouseVerticalWheel, this::wheel);
        canvas.addListener(SWT.MouseHorizontalWheel, event -> pan(-event.count / 3.0 * 0.1));
        canvas.addListener(SWT.KeyDown, this::key);
        // Arrows move the chart; Tab and Escape leave it as they leave any control.
        canvas.addListener(SWT.Traverse, event -> event.doit = event.detail == SWT.TRAVERSE_TAB_NEXT
                || event.detail == SWT.TRAVERSE_TAB_PREVIOUS || event.detail == SWT.TRAVERSE_ESCAPE);
    }

    /** The box that is being drawn: two corners, or null. */
    Point[] box() {
        return boxing && dragged != null ? new Point[] {pressed, dragged} : null;
    }

    private void down(Event event) {
        canvas.forceFocus();
        if (event.button == 1 && layout.plot().contains(event.x, event.y)) {
            pressed = new Point(event.x, event.y);
            dragged = null;
            boxing = (event.stateMask & SWT.SHIFT) != 0;
            pressedWindow = model.window();
        }
    }

    private void move(Event event) {
        if (pressed != null) {
            dragged = new Point(event.x, event.y);
            if (boxing) {
                canvas.redraw();
            } else if (Math.abs(event.x - pressed.x) > 2 || model.window() != pressedWindow) {
                double points = layout.plot().width;
                long micros = Math.round((pressed.x - event.x) / points * pressedWindow.spanMicros());
                long wanted = pressedWindow.startMicros() + micros;
                model.move(wanted - model.window().startMicros());
                canvas.moved();
            }
        }
        cursor(layout.plot().contains(event.x, event.y) ? (event.x - layout.plot().x) * canvas.zoom() : -1);
    }

    private void up(Event event) {
        if (event.button != 1 || pressed == null) {
            return;
        }
        Point[] box = box();
        pressed = null;
        boxing = false;
        if (box != null && Math.abs(box[0].x - box[1].x) >= LEAST_BOX) {
            zoomInto(box[0], box[1]);
        }
        canvas.redraw();
    }

    private void zoomInto(Point from, Point to) {
        Rectangle plot = layout.plot();
        long start = model.micros((Math.max(plot.x, Math.min(from.x, to.x)) - plot.x) * canvas.zoom());
        long end = model.micros((Math.min(plot.x + plot.width, Math.max(from.x, to.x)) - plot.x) * canvas.zoom());
        int top = Math.max(0, Math.min(from.y, to.y) - plot.y);
        int bottom = Math.min(plot.height, Math.max(from.y, to.y) - plot.y);
        if (bottom - top >= LEAST_BOX) {
            for (ValueAxis axis : model.axes()) {
                double upper = axis.value(Math.max(top, axis.top));
                double lower = axis.value(Math.min(bottom, axis.bottom));
                if (upper > lower) {
                    axis.scale.fix(lower, upper);
                }
            }
        }
        model.show(new TimeWindow(start, end - start));
        canvas.moved();
    }

    private void twice(Event event) {
        ValueAxis axis = layout.axisAt(new Point(event.x, event.y));
        if (axis != null) {
            axis.scale.policy(axis.scale.policy() == ValueScale.Policy.FIT ? ValueScale.Policy.RANGE
                    : ValueScale.Policy.FIT);
            canvas.rescaled();
        } else if (layout.plot().contains(event.x, event.y)) {
            pressed = null;
            if (model.following()) {
                canvas.fit();
            } else {
                canvas.follow(true);
            }
        }
    }

    private void wheel(Event event) {
        double notches = event.count / 3.0;
        ValueAxis axis = layout.axisAt(new Point(event.x, event.y));
        if (axis != null) {
            double fixed = axis.value(event.y - layout.plot().y);
            double factor = Math.pow(WHEEL_STEP, notches);
            axis.scale.fix(fixed + (axis.scale.low() - fixed) * factor, fixed + (axis.scale.high() - fixed) * factor);
            canvas.rescaled();
        } else if ((event.stateMask & SWT.SHIFT) != 0) {
            pan(-notches * 0.1);
        } else {
            zoom(model.micros((event.x - layout.plot().x) * canvas.zoom()), Math.pow(WHEEL_STEP, notches));
        }
        event.doit = false;
    }

    private void key(Event event) {
        boolean shift = (event.stateMask & SWT.SHIFT) != 0;
        boolean control = (event.stateMask & SWT.CTRL) != 0;
        switch (event.keyCode) {
            case SWT.ARROW_LEFT -> step(control, shift ? -0.5 : -0.1, -1);
            case SWT.ARROW_RIGHT -> step(control, shift ? 0.5 : 0.1, 1);
            case SWT.PAGE_UP -> pan(-1);
            case SWT.PAGE_DOWN -> pan(1);
            case SWT.ARROW_UP, SWT.KEYPAD_ADD -> zoom(keyCentre(), KEY_STEP);
            case SWT.ARROW_DOWN, SWT.KEYPAD_SUBTRACT -> zoom(keyCentre(), 1 / KEY_STEP);
            case SWT.HOME -> canvas.showOldest();
            case SWT.END -> canvas.follow(true);
            case SWT.ESC -> cursor(-1);
            default -> typed(event);
        }
    }

    private void typed(Event event) {
        switch (event.character) {
            case '+', '=' -> zoom(keyCentre(), KEY_STEP);
            case '-' -> zoom(keyCentre(), 1 / KEY_STEP);
            case ' ' -> canvas.follow(!model.following());
            case 'f', 'F' -> canvas.fit();
            case 'e', 'E' -> canvas.fullRange();
            case 'l', 'L' -> canvas.lanes(!canvas.lanes());
            default -> {
            }
        }
    }

    private long keyCentre() {
        return model.hasCursor() ? model.cursorMicros()
                : model.window().startMicros() + model.window().spanMicros() / 2;
    }

    private void step(boolean cursorOnly, double share, int direction) {
        if (cursorOnly) {
            double from = model.hasCursor() ? model.cursor() : model.pixels() / 2.0;
            double step = Math.abs(share) > 0.3 ? 20 : 2;
            cursor(Math.max(0, Math.min(model.pixels() - 1.0, from + direction * step)));
        } else {
            pan(share);
        }
    }

    private void pan(double share) {
        model.move(Math.round(model.window().spanMicros() * share));
        canvas.moved();
    }

    private void zoom(long fixed, double factor) {
        model.zoom(fixed, factor);
        canvas.moved();
    }

    private void cursor(double x) {
        if (x != model.cursor()) {
            model.cursor(x);
            canvas.cursorMoved();
        }
    }
}
