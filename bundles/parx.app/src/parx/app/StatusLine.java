package parx.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jface.action.ContributionItem;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CLabel;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Layout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;
import parx.model.User;
import parx.service.Acquisition;
import parx.service.Health;
import parx.service.HistorySink;
import parx.service.Users;
import parx.ui.Palette;
import parx.ui.Palette.Token;
import parx.ui.UiTick;
import parx.ui.ValueFormat;
import parx.ui.Words;

/**
 * Acquisition, storage, databases and user at the foot of the window: state as text and shape, the whole sentence as a
 * tool tip. UI thread only.
 */
final class StatusLine extends ContributionItem {
    private static final int PERIOD_MILLIS = 500;
    private static final int PADDING = 16;

    private final UiTick tick;
    private final Palette palette;
    private final ValueFormat format;
    private final Words words = new Words(StatusLine.class);
    private final CommitRate commits = new CommitRate();
    private final List<Part> parts = new ArrayList<>();
    private ServiceTracker<Acquisition, Acquisition> acquisition;
    private ServiceTracker<HistorySink, HistorySink> history;
    private ServiceTracker<Health, Health> health;
    private ServiceTracker<Users, Users> users;
    private Composite line;
    private CLabel rate;
    private CLabel stored;
    private CLabel user;

    StatusLine(UiTick tick, Palette palette, ValueFormat format) {
        super("parx.app.status");
        this.tick = tick;
        this.palette = palette;
        this.format = format;
    }

    @Override
    public void fill(Composite parent) {
        // Tracked, not injected: the databases' services come and go with the site, and the line must say so.
        BundleContext bundles = FrameworkUtil.getBundle(StatusLine.class).getBundleContext();
        acquisition = track(bundles, Acquisition.class);
        history = track(bundles, HistorySink.class);
        health = track(bundles, Health.class);
        users = track(bundles, Users.class);
        // The platform reserves a third of the width for messages that ParX shows as notifications.
        parent.setLayout(new WholeWidth());
        line = new Composite(parent, SWT.NONE);
        line.setData("parx.id", "status");
        GridLayout layout = new GridLayout(0, false);
        layout.marginHeight = 0;
        layout.marginWidth = 4;
        layout.verticalSpacing = 0;
        layout.horizontalSpacing = 12;
        line.setLayout(layout);
        build();
        line.addListener(SWT.Dispose, event -> List.of(acquisition, history, health, users).forEach(ServiceTracker::close));
        tick.every(PERIOD_MILLIS, line, this::refresh);
    }

    private static <T> ServiceTracker<T, T> track(BundleContext bundles, Class<T> type) {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(bundles, type, null);
        tracker.open();
        return tracker;
    }

    private void build() {
        for (Control child : line.getChildren()) {
            child.dispose();
        }
        parts.clear();
        String wide = format.number(88_888, 0);
        rate = label("rate", words.text("status.rate", wide));
        stored = label("stored", words.text("status.stored", wide) + " · " + words.text("status.backlog", wide));
        stored.setCursor(stored.getDisplay().getSystemCursor(SWT.CURSOR_HAND));
        stored.addListener(SWT.MouseUp, event -> new ShowLosses(tick, format).show(stored.getShell()));
        for (Health part : healths()) {
            parts.add(new Part(part, label(part.part(), "● " + name(part))));
        }
        user = label("user", userText());
        ((GridData) user.getLayoutData()).horizontalAlignment = SWT.END;
        ((GridData) user.getLayoutData()).grabExcessHorizontalSpace = true;
        ((GridLayout) line.getLayout()).numColumns = line.getChildren().length;
        line.getParent().layout(true, true);
    }

    /** Wide enough for the longest text, so that the line does not dance. */
    private CLabel label(String id, String longest) {
        CLabel label = new CLabel(line, SWT.NONE);
        label.setData("parx.id", "status." + id);
        label.setMargins(4, 2, 4, 2);
        label.setLayoutData(new GridData(SWT.BEGINNING, SWT.CENTER, false, true));
        reserve(label, longest);
        return label;
    }

    /** @return whether the label had to grow */
    private static boolean reserve(CLabel label, String text) {
        GridData data = (GridData) label.getLayoutData();
        GC gc = new GC(label);
        int wanted = gc.textExtent(text).x + PADDING;
        gc.dispose();
        boolean grows = wanted > data.widthHint;
        data.widthHint = Math.max(wanted, data.widthHint);
        return grows;
    }

    private void refresh() {
        if (!parts.stream().map(Part::health).toList().equals(healths())) {
            build();
        }
        showRate(acquisition.getService());
        showStored(history.getService());
        parts.forEach(this::show);
        show(user, userText(), users.getService() == null ? "" : words.text("status.user.help", users.getService().current().username()),
                Token.SECONDARY);
    }

    private void showRate(Acquisition service) {
        if (service == null) {
            show(rate, words.text("status.rate", "–"), words.text("status.rate.help"), Token.DISABLED);
            return;
        }
        Acquisition.AcquisitionRates rates = service.rates();
        StringBuilder help = new StringBuilder(words.text("status.rate.help"));
        if (rates.dropped() > 0) {
            help.append('\n').append(words.text("status.rate.dropped", format.number(rates.dropped(), 0)));
        }
        if (rates.impossibleTimes() > 0) {
            help.append('\n').append(words.text("status.rate.times", format.number(rates.impossibleTimes(), 0)));
        }
        String mark = rates.dropped() > 0 ? "▲ " : "";
        show(rate, mark + words.text("status.rate", format.compact(rates.samplesPerSecond())), help.toString(),
                rates.dropped() > 0 ? Token.UNCERTAIN : Token.TEXT);
    }

    private void showStored(HistorySink service) {
        if (service == null) {
            show(stored, words.text("status.stored", "–"), "", Token.DISABLED);
            return;
        }
        HistorySink.HistoryStatus status = service.status();
        StringBuilder help = new StringBuilder(words.text("status.stored.help", format.number(status.backlog(), 0), format.number(status.spooled(), 0)));
        boolean lost = status.dropped() > 0 || status.quarantined() > 0 || !status.dropsByCause().isEmpty();
        if (lost) {
            help.append('\n').append(words.text("status.stored.lost", format.number(status.dropped(), 0), format.number(status.quarantined(), 0)));
        }
        status.dropsByCause().forEach((cause, count) ->
                help.append('\n').append(format.number(count, 0)).append(": ").append(words.text("drop." + cause)));
        if (!status.dropsByCause().isEmpty()) {
            help.append('\n').append(words.text("status.stored.losses"));
        }
        if (!status.problem().isEmpty()) {
            help.append('\n').append(status.problem());
        }
        boolean wrong = lost || !status.problem().isEmpty();
        String text = words.text("status.stored", format.compact(commits.look(System.nanoTime(), status.committed())))
                + " · " + words.text("status.backlog", format.compact(status.backlog()));
        show(stored, (wrong ? "▲ " : "") + text, help.toString(), wrong ? Token.UNCERTAIN : Token.TEXT);
    }

    private void show(Part part) {
        Health.State state = part.health().state();
        String text = glyph(state) + " " + name(part.health());
        if (state != Health.State.GOOD) {
            text += ": " + words.text("status." + state);
        }
        show(part.label(), text, part.health().detail(), switch (state) {
            case GOOD -> Token.TEXT;
            case STARTING -> Token.SECONDARY;
            case DEGRADED -> Token.UNCERTAIN;
            case FAILED -> Token.BAD;
        });
    }

    /** The part's name in the person's language; a name of its own, such as a server's, is the same in all. */
    private String name(Health part) {
        return words.textOr("part." + part.part().replace(' ', '_'), part.part());
    }

    private static String glyph(Health.State state) {
        return switch (state) {
            case GOOD -> "●";
            case STARTING -> "◌";
            case DEGRADED -> "▲";
            case FAILED -> "✕";
        };
    }

    private String userText() {
        Users service = users.getService();
        if (service == null) {
            return "";
        }
        User current = service.current();
        return words.text("status.user", current.username(), words.text("role." + current.role()));
    }

    private List<Health> healths() {
        List<Health> all = new ArrayList<>(health.getTracked().values());
        all.sort(Comparator.comparing(Health::part));
        return all;
    }

    private void show(CLabel label, String text, String help, Token token) {
        if (!text.equals(label.getText())) {
            label.setText(text);
            if (reserve(label, text)) {
                line.layout();
            }
        }
        if (!help.equals(label.getToolTipText())) {
            label.setToolTipText(help);
        }
        label.setForeground(palette.color(token));
    }

    /** Gives the line all there is. */
    private static final class WholeWidth extends Layout {
        @Override
        protected Point computeSize(Composite composite, int width, int height, boolean flush) {
            Point size = new Point(0, 0);
            for (Control child : composite.getChildren()) {
                if ("status".equals(child.getData("parx.id"))) {
                    Point wanted = child.computeSize(SWT.DEFAULT, SWT.DEFAULT, flush);
                    size = new Point(Math.max(size.x, wanted.x), Math.max(size.y, wanted.y));
                }
            }
            return size;
        }

        @Override
        protected void layout(Composite composite, boolean flush) {
            Rectangle area = composite.getClientArea();
            for (Control child : composite.getChildren()) {
                if ("status".equals(child.getData("parx.id"))) {
                    child.setBounds(area);
                } else {
                    // Not merely without size: GTK draws an arrow for a tool bar that does not fit.
                    child.setVisible(false);
                }
            }
        }
    }

    /** One outside part and where it is shown. */
    private record Part(Health health, CLabel label) {
    }
}
