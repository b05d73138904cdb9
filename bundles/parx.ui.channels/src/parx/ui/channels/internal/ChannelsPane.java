package parx.ui.channels.internal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.TreeColumn;
import parx.model.Channel;
import parx.service.Subscription;
import parx.ui.Edits;
import parx.ui.EmptyPage;
import parx.ui.NoHitStrip;
import parx.ui.NumberText;
import parx.ui.ValueFormat;
import parx.ui.ViewAction;
import parx.ui.channels.internal.ChannelTree.Branch;
import parx.ui.channels.internal.ChannelTree.Grouping;

/**
 * The channels view's content: bar, tree and details. Knows no workbench, so that it runs in any shell. UI thread.
 */
final class ChannelsPane extends Composite {
    /** On the tree: what its rows were filtered by, as typed. */
    static final String SHOWN_FILTER = "parx.filter";
    private static final int TICK_MILLIS = 100;
    private static final int MANY = 50;

    private final ChannelServices services;
    private final ViewKit ui;
    private final ValueFormat format;
    private final ChannelEdits edits;
    private final FilterBar bar;
    private final StackLayout stack = new StackLayout();
    private final Composite body;
    private final Composite content;
    private final EmptyPage empty;
    private final NoHitStrip noHit;
    private final TreeControl tree;
    private final ChannelClipboard clipboard;
    private final DetailsStrip details;
    private final Map<String, ViewAction> actions = new LinkedHashMap<>();
    private final Consumer<List<Channel>> showInTrend;
    private final AtomicBoolean reloadWaiting = new AtomicBoolean();
    private final ChannelModel model;
    private Grouping grouping = Grouping.CONNECTION;
    private Column sortedBy;
    private boolean descending;
    private String filter = "";
    private Set<String> selectNext = Set.of();

    ChannelsPane(Composite parent, ChannelServices services, ViewKit ui, ValueFormat format,
            Consumer<List<Channel>> showInTrend) {
        super(parent, SWT.NONE);
        this.services = services;
        this.format = format;
        this.showInTrend = showInTrend;
        this.ui = ui;
        edits = new ChannelEdits(services, ui, this, this::reveal);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 0;
        setLayout(layout);
        defineActions();
        bar = new FilterBar(this, ui, actions, this::filter, this::focusTree);
        body = new Composite(this, SWT.NONE);
        body.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        body.setLayout(stack);
        empty = new EmptyPage(body, ui.icons(), "channels.add", ui.words().text("empty.title"), ui.words().text("empty.text"),
                ui.words().text("empty.add"), this::add);
        content = new Composite(body, SWT.NONE);
        GridLayout inner = new GridLayout();
        inner.marginWidth = 0;
        inner.marginHeight = 0;
        inner.verticalSpacing = 0;
        content.setLayout(inner);
        stack.topControl = new WaitingPage(body, ui).page();
        noHit = new NoHitStrip(content, "channels", ui.words(), this::clearFilter);
        tree = new TreeControl(content, services, ui, format);
        tree.tree().setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        clipboard = new ChannelClipboard(tree, ui.words());
        details = new DetailsStrip(content, services, tree, format, ui.palette(), ui.words());
        new TreeKeys(tree.tree(), this::run);
        new TreeMenu(tree.tree(), ui, actions);
        model = new ChannelModel(services, ui, this, this::show);
        listen();
        bar.refresh();
        reload();
    }

    /** Does what this command does, if it can be done now. @return whether it could */
    boolean run(String actionId) {
        if (isBehindDialog()) {
            return true; // Keys that were typed for the dialog while it was still on its way mean no row.
        }
        ViewAction action = actions.get(actionId);
        if (action == null || !action.enabled().getAsBoolean()) {
            return false;
        }
        action.run().run();
        return true;
    }

    private boolean isBehindDialog() {
        return Arrays.stream(getShell().getShells()).anyMatch(shell -> shell.isVisible() && (shell.getStyle() & SWT.PRIMARY_MODAL) != 0);
    }

    List<Channel> selection() {
        return tree.selectedChannels();
    }

    /** Selects these channels and scrolls to them, as far as they are shown. */
    void select(Set<String> ids) {
        selectNext = ids;
        reload();
    }

    /** See {@link Edits.Place}. Of many only the first: a person who wants them all finds them by it. */
    private int reveal(List<Channel> channels) {
        ChannelFilter now = ChannelFilter.of(filter);
        List<String> ids = channels.stream().filter(channel -> now.isEmpty() || now.matches(row(channel))).map(Channel::id).toList();
        select(Set.copyOf(ids.size() > MANY ? ids.subList(0, 1) : ids));
        return channels.size() - ids.size();
    }

    private ChannelRow row(Channel channel) {
        return new ChannelRow(channel, services.drivers(), services.index());
    }

    void onSelection(Runnable listener) {
        tree.tree().addListener(SWT.Selection, event -> listener.run());
    }

    TreeControl treeControl() {
        return tree;
    }

    /** What a copy of the selection would be. */
    String clipboardText() {
        return clipboard.text(tree.selectedRows());
    }

    Grouping grouping() {
        return grouping;
    }

    void setGrouping(Grouping value) {
        grouping = value;
        bar.showGrouping(value);
        ask();
    }

    @Override
    public boolean setFocus() {
        return stack.topControl == content ? tree.tree().setFocus() : ((Composite) stack.topControl).setFocus();
    }

    /** Reads the channels again and shows them. */
    void reload() {
        reloadWaiting.set(false);
        model.reread(question());
    }

    private void listen() {
        List<Subscription> subscriptions = List.of(
                services.channels().onChange(this::reloadSoon),
                services.connectionSettings().onChange(this::reloadSoon),
                ui.palette().onChange(tree::redraw),
                ui.tick().every(TICK_MILLIS, this, this::tick));
        addListener(SWT.Dispose, event -> subscriptions.forEach(Subscription::close));
        tree.tree().addListener(SWT.Selection, event -> selectionChanged());
        tree.tree().addListener(SWT.DefaultSelection, event -> {
            // Enter with a modifier is a command of its own; the native tree takes it for a plain one.
            if ((event.stateMask & SWT.MODIFIER_MASK) == 0) {
                open();
            }
        });
        for (Column column : Column.values()) {
            if (column.order() != null) {
                tree.tree().getColumn(column.ordinal()).addListener(SWT.Selection, event -> sort(column));
            }
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

    private void ask() {
        model.ask(question());
    }

    private ChannelModel.Question question() {
        return new ChannelModel.Question(grouping, filter, sortedBy == null ? null : sortedBy.order().comparator(descending), selectNext);
    }

    private void show(ChannelModel.Answer answer) {
        Set<String> select = answer.question().select();
        if (selectNext == select) {
            selectNext = Set.of();
        }
        String typed = answer.question().typed();
        boolean none = answer.rows().all().isEmpty();
        tree.show(answer.tree(), !typed.isBlank(), select, () -> {
            bar.showCount(answer.tree());
            noHit.show(answer.tree().shown() == 0 && !none ? typed : "");
            stack.topControl = none ? empty.page() : content;
            body.layout();
            tree.tree().setData(SHOWN_FILTER, typed);
            selectionChanged();
            tick();
        });
    }

    private void tick() {
        tree.tick();
        details.refresh();
    }

    private void selectionChanged() {
        bar.refresh();
        details.refresh();
    }

    private void filter(String typed) {
        filter = typed;
        ask();
    }

    private void clearFilter() {
        bar.clear();
        focusTree();
    }

    private void focusTree() {
        tree.tree().setFocus();
    }

    private void sort(Column column) {
        if (sortedBy == column && descending) {
            sortedBy = null;
        } else {
            descending = sortedBy == column;
            sortedBy = column;
        }
        TreeColumn header = sortedBy == null ? null : tree.tree().getColumn(sortedBy.ordinal());
        tree.tree().setSortColumn(header);
        tree.tree().setSortDirection(sortedBy == null ? SWT.NONE : descending ? SWT.DOWN : SWT.UP);
        ask();
    }

    private void defineActions() {
        define(ChannelAction.NEW, "action.new", "add", "Insert", () -> true, this::add);
        define(ChannelAction.EDIT, "action.edit", "edit", "Enter", this::one, this::edit);
        define(ChannelAction.DUPLICATE, "action.duplicate", "duplicate", "Ctrl+D", this::any, this::duplicate);
        define(ChannelAction.TOGGLE, "action.toggle", "enable", "Space", this::any, () -> edits.toggle(selection()));
        define(ChannelAction.DELETE, "action.delete", "delete", "Delete", this::any, () -> edits.delete(selection()));
        define(ChannelAction.TEST, "action.test", "test", "Ctrl+T", this::one, () -> openEditor(selection().get(0), false, true));
        define(ChannelAction.CONNECTION, "action.connection", "connection", "Alt+Enter", () -> connectionName() != null, this::editConnection);
        define(ChannelAction.TREND, "action.trend", "trend", "Ctrl+Enter", this::any, () -> showInTrend.accept(selection()));
        define(ChannelAction.COPY, "action.copy", "copy", "Ctrl+C", this::any, () -> clipboard.copy());
        define(ChannelAction.UNDO, "action.undo", "undo", "Ctrl+Z", () -> true, () -> edits.undo());
        define(ChannelAction.REDO, "action.redo", "redo", "Ctrl+Y", () -> true, () -> edits.redo());
        define(ChannelAction.FILTER, "action.filter", "filter", "Ctrl+F", () -> true, () -> bar.focus());
        define(ChannelAction.GROUPING, "action.grouping", "group", "Ctrl+G", () -> true,
                () -> setGrouping(grouping == Grouping.CONNECTION ? Grouping.AREA : Grouping.CONNECTION));
    }

    private void define(String id, String label, String icon, String key, java.util.function.BooleanSupplier enabled, Runnable run) {
        actions.put(id, new ViewAction(id, ui.words().text(label), icon, ui.words().text("key." + key), enabled, run));
    }

    private boolean one() {
        return tree != null && tree.selectionCount() == 1 && selection().size() == 1;
    }

    private boolean any() {
        // Among so many rows there is a channel; asking each would take longer than a person may notice.
        return tree != null && (tree.selectionCount() > MANY || !selection().isEmpty());
    }

    private void open() {
        if (tree.selectedNode() instanceof Branch branch) {
            if (branch.kind() == ChannelTree.Kind.CONNECTION) {
                editConnection();
            }
        } else if (one()) {
            edit();
        }
    }

    private void add() {
        List<Channel> like = selection();
        openEditor(NewChannel.like(like.isEmpty() ? null : like.get(0), connectionSample(), services, edits::isTaken), true, false);
    }

    private void edit() {
        openEditor(selection().get(0), false, false);
    }

    private void duplicate() {
        List<Channel> channels = selection();
        if (channels.size() == 1) {
            // A copy reads another address in the end, so it is shown before it is saved.
            openEditor(edits.copy(channels.get(0)), true, false);
        } else {
            edits.duplicate(channels);
        }
    }

    private void openEditor(Channel shown, boolean isNew, boolean test) {
        Channel channel = isNew ? shown : edits.newest(shown);
        EditorModel edited = new EditorModel(services.drivers(), new NumberText(format.locale()), channel, isNew, edits::isTaken);
        new ChannelEditor(getShell(), services, ui, edits, edited, format).open(test);
    }

    private void editConnection() {
        Channel channel = connectionSample();
        if (channel != null) {
            services.drivers().of(channel.protocol()).ifPresent(driver ->
                    new ConnectionEditor(getShell(), services, ui, format, driver, connectionName()).open());
        }
    }

    /** The connection of what is selected, or null. */
    private String connectionName() {
        Channel channel = tree == null || tree.selectionCount() > MANY ? null : connectionSample();
        String name = channel == null ? "" : model.rows().byId(channel.id()).connection();
        return name.isEmpty() ? null : name;
    }

    /** Some channel of what is selected, or null. */
    private Channel connectionSample() {
        List<Channel> channels = selection();
        if (!channels.isEmpty()) {
            return channels.get(0);
        }
        return tree.selectedNode() instanceof Branch branch && branch.kind() == ChannelTree.Kind.CONNECTION
                && branch.children().get(0) instanceof ChannelTree.Leaf leaf ? leaf.row().channel() : null;
    }
}
