package parx.ui.storage.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.TableItem;
import parx.model.StorageRule;
import parx.service.Storage.RuleStatus;
import parx.service.Subscription;
import parx.ui.ChannelDrop;
import parx.ui.Edits;
import parx.ui.EmptyPage;
import parx.ui.NoHitStrip;
import parx.ui.Palette.Token;
import parx.ui.ViewAction;

/** The storage view's content: bar, table of the rules, sums and details. Knows no workbench. UI thread. */
final class StoragePane extends Composite {
    private static final int TICK_MILLIS = 500;
    private static final double MOST_DAYS = 100_000;

    private final StorageServices services;
    private final StorageKit ui;
    private final Amounts amounts;
    private final RuleEdits edits;
    private final Map<String, ViewAction> actions = new LinkedHashMap<>();
    private final Map<String, Shell> editors = new HashMap<>();
    private final AtomicBoolean reloadWaiting = new AtomicBoolean();
    private final StorageBar bar;
    private final StackLayout stack = new StackLayout();
    private final Composite body;
    private final Composite content;
    private final EmptyPage empty;
    private final NoHitStrip noHit;
    private final RuleTable table;
    private final Label sums;
    private final RuleDetails details;
    private final DiskRoom disk;
    private final LeftStrip left;
    private List<StorageRule> rules = List.of();
    private String filter = "";
    private Shell quarantine;

    StoragePane(Composite parent, StorageServices services, StorageKit ui) {
        super(parent, SWT.NONE);
        this.services = services;
        this.ui = ui;
        amounts = new Amounts(ui.format());
        edits = new RuleEdits(services, ui, this, this::reveal);
        setLayout(plain());
        defineActions();
        bar = new StorageBar(this, ui, actions, this::filter, this::focusTable);
        body = new Composite(this, SWT.NONE);
        body.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        body.setLayout(stack);
        empty = new EmptyPage(body, ui.icons(), "storage.add", ui.words().text("empty.title"), ui.words().text("empty.text"),
                ui.words().text("empty.add"), this::add);
        content = new Composite(body, SWT.NONE);
        content.setLayout(plain());
        noHit = new NoHitStrip(content, "storage", ui.words(), this::clearFilter);
        table = new RuleTable(content, ui, amounts, this::tick);
        bar.menu(table.table());
        sums = new Label(content, SWT.WRAP);
        sums.setData("parx.id", "storage.sums");
        GridData wide = new GridData(SWT.FILL, SWT.END, true, false);
        wide.horizontalIndent = 8;
        wide.verticalIndent = 4;
        wide.widthHint = 200;
        sums.setLayoutData(wide);
        sums.setForeground(ui.palette().color(Token.SECONDARY));
        details = new RuleDetails(content, ui, amounts, () -> run(StorageAction.START), () -> run(StorageAction.STOP));
        left = new LeftStrip(this, services, ui);
        disk = new DiskRoom(ui, this, services.servers());
        listen();
        reload();
    }

    /** Does what this command does, if it can be done now. @return whether it could */
    boolean run(String actionId) {
        ViewAction action = actions.get(actionId);
        if (action == null || !action.enabled().getAsBoolean()) {
            return false;
        }
        action.run().run();
        return true;
    }

    LeftStrip leftStrip() {
        return left;
    }

    RuleTable ruleTable() {
        return table;
    }

    @Override
    public boolean setFocus() {
        return stack.topControl == content ? table.table().setFocus() : empty.page().setFocus();
    }

    private static GridLayout plain() {
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 0;
        return layout;
    }

    private void listen() {
        List<Subscription> subscriptions = List.of(services.rules().onChange(this::reloadSoon),
                ui.palette().onChange(this::tick), ui.tick().every(TICK_MILLIS, this, this::tick));
        addListener(SWT.Dispose, event -> subscriptions.forEach(Subscription::close));
        table.table().addListener(SWT.Selection, event -> selectionChanged());
        table.table().addListener(SWT.DefaultSelection, event -> run(StorageAction.EDIT));
        table.table().addListener(SWT.KeyDown, this::pressed);
        ChannelDrop.on(table.table(), this::dropped);
        ChannelDrop.on(empty.page(), (event, ids) -> open(edits.fresh(ids), true, false));
    }

    private void pressed(Event event) {
        String action = StorageBar.actionOf(event.keyCode, event.stateMask & SWT.MODIFIER_MASK);
        if (action != null) {
            run(action);
            // The native table would search as one types, or toggle the selection.
            event.doit = false;
        }
    }

    /** Onto a rule: it covers these channels as well. Beside them all: a rule of their own. */
    private void dropped(DropTargetEvent event, List<String> ids) {
        if (event.item instanceof TableItem item && item.getData() instanceof RuleRow row) {
            edits.addChannels(row.rule(), ids);
        } else {
            open(edits.fresh(ids), true, false);
        }
    }

    /** Called on a thread of the service. */
    private void reloadSoon() {
        if (reloadWaiting.compareAndSet(false, true) && !getDisplay().isDisposed()) {
            getDisplay().asyncExec(() -> {
                if (!isDisposed()) {
                    reload();
                }
            });
        }
    }

    private void reload() {
        reloadWaiting.set(false);
        rules = services.rules().all();
        tick();
    }

    /** See {@link Edits.Place}. */
    private int reveal(List<StorageRule> changed) {
        reload();
        Set<String> ids = changed.stream().map(StorageRule::id).collect(Collectors.toSet());
        int shown = table.reveal(ids);
        selectionChanged();
        return changed.size() - shown;
    }

    private void tick() {
        Map<String, RuleStatus> status = new HashMap<>();
        services.storage().rules().forEach(one -> status.put(one.ruleId(), one));
        List<RuleRow> all = rules.stream().map(rule -> new RuleRow(rule, status.getOrDefault(rule.id(), RuleRow.unknown(rule)))).toList();
        List<RuleRow> shown = all.stream().filter(row -> row.matches(filter, ui.words())).sorted(table.order()).toList();
        table.show(shown);
        noHit.show(shown.isEmpty() && !rules.isEmpty() ? filter : "");
        stack.topControl = rules.isEmpty() ? empty.page() : content;
        body.layout();
        say(all, shown);
        left.refresh();
        selectionChanged();
    }

    /** A sum of what each rule keeps: a sample that several keep is stored once, so it is the most that there can be. */
    private void say(List<RuleRow> all, List<RuleRow> shown) {
        double bytes = sum(all.stream().map(row -> row.status().bytesPerDay()).toList());
        double rows = sum(all.stream().map(row -> row.status().rowsPerDay()).toList());
        String many = shown.size() == all.size() ? ui.words().text("count", all.size())
                : ui.words().text("sums.some", shown.size(), all.size());
        String now = Double.isNaN(rows) ? ui.words().text("sums.notYet", many)
                : Double.isNaN(bytes) ? ui.words().text("sums.rows", many, amounts.count(rows))
                : ui.words().text("sums", many, amounts.bytes(bytes), amounts.count(rows)) + room(all);
        if (!now.equals(sums.getText())) {
            sums.setText(now);
            content.layout();
        }
    }

    /** How long the disk of the database lasts at this rate; empty where that is not known. */
    private String room(List<RuleRow> all) {
        double perDay = sum(all.stream().filter(row -> row.rule().backend() == StorageRule.Backend.TIMESCALEDB)
                .map(row -> row.status().bytesPerDay()).toList());
        return disk.bytes().isEmpty() || !(perDay > 0) ? ""
                : " " + ui.words().text("sums.room", amounts.bytes(disk.bytes().getAsLong()),
                        amounts.whole((long) Math.min(MOST_DAYS, disk.bytes().getAsLong() / perDay)));
    }

    /** NaN where nothing was measured yet. */
    private static double sum(List<Double> measured) {
        List<Double> known = measured.stream().filter(Double::isFinite).toList();
        return known.isEmpty() ? Double.NaN : known.stream().mapToDouble(Double::doubleValue).sum();
    }

    private void selectionChanged() {
        bar.refresh();
        details.show(table.selection());
    }

    private void filter(String typed) {
        filter = typed;
        tick();
    }

    private void clearFilter() {
        bar.clear();
        focusTable();
    }

    private void focusTable() {
        table.table().setFocus();
    }

    private void defineActions() {
        define(StorageAction.NEW, "action.new", "add", "Insert", () -> true, this::add);
        define(StorageAction.EDIT, "action.edit", "edit", "Enter", this::one, () -> open(selection().get(0), false, false));
        define(StorageAction.DUPLICATE, "action.duplicate", "duplicate", "Ctrl+D", this::one, () -> open(edits.copy(selection().get(0)), true, false));
        define(StorageAction.TOGGLE, "action.toggle", "enable", "Space", this::any, () -> edits.toggle(selection()));
        define(StorageAction.DELETE, "action.delete", "delete", "Delete", this::any, () -> edits.delete(selection()));
        define(StorageAction.PREVIEW, "action.preview", "trend", "Ctrl+P", this::one, () -> open(selection().get(0), false, true));
        define(StorageAction.START, "action.start", "recording", "F9", this::external, () -> edits.command(selection().get(0), true));
        define(StorageAction.STOP, "action.stop", "stopped", "F10", this::external, () -> edits.command(selection().get(0), false));
        define(StorageAction.QUARANTINE, "action.quarantine", "quarantine", "Ctrl+Shift+A", () -> true, this::quarantine);
        define(StorageAction.COPY, "action.copy", "copy", "Ctrl+C", this::any,
                () -> new RuleClipboard(ui).copy(getDisplay(), table.selection()));
        define(StorageAction.UNDO, "action.undo", "undo", "Ctrl+Z", () -> true, edits::undo);
        define(StorageAction.REDO, "action.redo", "redo", "Ctrl+Y", () -> true, edits::redo);
        define(StorageAction.FILTER, "action.filter", "filter", "Ctrl+F", () -> true, () -> bar.focus());
    }

    private void define(String id, String label, String icon, String key, BooleanSupplier enabled, Runnable run) {
        actions.put(id, new ViewAction(id, ui.words().text(label), icon, StorageBar.keyName(key, ui.words()), enabled, run));
    }

    private List<StorageRule> selection() {
        return table.selection().stream().map(RuleRow::rule).toList();
    }

    private boolean one() {
        return table != null && table.table().getSelectionCount() == 1;
    }

    private boolean any() {
        return table != null && table.table().getSelectionCount() > 0;
    }

    private boolean external() {
        return one() && table.selection().get(0).external() && table.selection().get(0).rule().enabled();
    }

    private void add() {
        // Whoever wants all channels says so: they would be taken from a rule that keeps what no other names.
        open(edits.fresh(List.of()), true, false);
    }

    /** One editor per rule: a second one would overwrite what the first one saved. */
    private void open(StorageRule rule, boolean isNew, boolean preview) {
        Shell known = editors.get(rule.id());
        if (known != null && !known.isDisposed()) {
            known.setActive();
            return;
        }
        RuleEditor editor = new RuleEditor(getShell(), services, ui, edits, isNew ? rule : edits.newest(rule), isNew);
        editor.open(preview);
        editors.put(rule.id(), editor.getShell());
    }

    private void quarantine() {
        if (quarantine != null && !quarantine.isDisposed()) {
            quarantine.setActive();
            return;
        }
        QuarantineDialog dialog = new QuarantineDialog(getShell(), services, ui);
        dialog.open();
        quarantine = dialog.getShell();
    }
}
