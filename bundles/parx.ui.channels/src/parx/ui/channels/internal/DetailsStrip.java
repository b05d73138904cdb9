package parx.ui.channels.internal;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Text;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.service.Acquisition.ConnectionStatus;
import parx.service.LiveValues;
import parx.ui.Palette;
import parx.ui.Palette.Token;
import parx.ui.ValueFormat;
import parx.ui.Words;
import parx.ui.channels.internal.ChannelTree.Branch;
import parx.ui.channels.internal.ChannelTree.Kind;
import parx.ui.channels.internal.ChannelTree.Leaf;

/** The strip below the tree: what there is to say of the selected node, cause and next step, in sentences. UI thread. */
final class DetailsStrip {
    private static final int MOST_LINES = 7;

    private final ChannelServices services;
    private final TreeControl tree;
    private final ConnectionText connectionText;
    private final ValueFormat format;
    private final Words words;
    private final LiveValues.Slot slot = new LiveValues.Slot();
    private final Composite strip;
    private final Text text;

    DetailsStrip(Composite parent, ChannelServices services, TreeControl tree, ValueFormat format, Words words) {
        this.services = services;
        this.tree = tree;
        this.format = format;
        this.words = words;
        this.connectionText = new ConnectionText(format, words);
        strip = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 8;
        layout.marginHeight = 4;
        strip.setLayout(layout);
        strip.setLayoutData(new GridData(SWT.FILL, SWT.END, true, false));
        // A text, not a label: an error's sentence wants to be copied into a mail.
        text = new Text(strip, SWT.READ_ONLY | SWT.MULTI | SWT.WRAP);
        text.setData("parx.id", "channels.details");
        GridData data = new GridData(SWT.FILL, SWT.FILL, true, true);
        text.setLayoutData(data);
        text.addListener(SWT.Resize, event -> fit());
        show("");
    }

    /** GTK gives a text a ground of its own in each theme; this one is no field. */
    void restyle(Palette palette) {
        strip.setBackground(palette.color(Token.SURFACE));
        text.setBackground(palette.color(Token.SURFACE));
    }

    void refresh() {
        String now = sentence();
        if (!now.equals(text.getText())) {
            show(now);
        }
    }

    private void show(String now) {
        text.setText(now);
        GridData data = (GridData) strip.getLayoutData();
        boolean appears = data.exclude && !now.isEmpty();
        data.exclude = now.isEmpty();
        strip.setVisible(!now.isEmpty());
        strip.getParent().layout();
        fit();
        if (appears) {
            // What was just selected must not vanish behind what is said of it.
            tree.tree().showSelection();
        }
    }

    /** As high as what it says, up to a limit; two lines at least, so that the tree does not jump from row to row. */
    private void fit() {
        int width = text.getSize().x;
        int line = text.getLineHeight();
        int wanted = width <= 0 ? 2 * line : text.computeSize(width, SWT.DEFAULT).y;
        int height = Math.max(2 * line, Math.min(MOST_LINES * line, wanted));
        GridData data = (GridData) text.getLayoutData();
        if (data.heightHint != height) {
            data.heightHint = height;
            strip.getParent().layout(true, true);
        }
    }

    private String sentence() {
        return switch (tree.selectedNode()) {
            case null -> tree.selectionCount() > 1 ? words.text("details.rows", tree.selectionCount()) : "";
            case Leaf leaf -> of(leaf.row());
            case Branch branch when branch.kind() == Kind.CONNECTION -> branch.label() + " · "
                    + connectionText.sentence(tree.connection(branch.key()), services.clock().nowMicros());
            case Branch branch when branch.kind() == Kind.NO_CONNECTION ->
                    words.text("details.noDevice");
            case Branch branch -> branch.label() + " · " + connectionText.count(branch.channels());
        };
    }

    private String of(ChannelRow row) {
        String name = row.channel().name() + " · " + row.channel().id();
        String head = row.address().isEmpty() ? name : name + " · " + row.address();
        String description = row.channel().metadata().description();
        String first = description.isEmpty() ? head : head + "\n" + description;
        if (!row.problem().isEmpty()) {
            return head + "\n" + row.problem();
        }
        if (!row.channel().enabled()) {
            return first + "\n" + Mark.nextStep(Reason.DISABLED, words);
        }
        ValueCells.Cell cell = tree.cell(row);
        if (cell.mark() == Mark.GOOD || cell.mark() == Mark.SIMULATED) {
            return row.remark().isEmpty() ? first : head + "\n" + row.remark();
        }
        // Where the settings name no address, a driver says why in its place: once is enough.
        boolean invalid = services.live().read(row.handle(), slot) && QualityCode.reason(slot.quality) == Reason.CONFIG_ERROR;
        return (invalid ? name : head) + "\n" + problem(row, cell);
    }

    private String problem(ChannelRow row, ValueCells.Cell cell) {
        boolean known = services.live().read(row.handle(), slot);
        Reason reason = cell.mark() == Mark.STALE ? Reason.STALE : known ? QualityCode.reason(slot.quality) : Reason.NOT_YET_READ;
        ConnectionStatus status = tree.connection(row.connection());
        boolean ofLink = reason == Reason.COMM_FAILURE || reason == Reason.TIMEOUT || reason == Reason.STALE
                || reason == Reason.NOT_YET_READ;
        String refused = services.acquisition().problemOf(row.channel().id());
        if (!refused.isEmpty()) {
            // Its own settings are at fault, so the next step is there; a device's refusal says its own.
            return cell.word() + ". " + (reason == Reason.CONFIG_ERROR ? words.text("row.correct", refused) : ConnectionText.ended(refused));
        }
        String cause = ofLink && status != null && !status.problem().isEmpty() ? status.problem() : Mark.nextStep(reason, words);
        String last = cell.struck() && !cell.number().isEmpty()
                ? words.text("details.last", (cell.number() + " " + row.channel().metadata().units()).strip(), lastGood(known)) : "";
        return cell.word() + ". " + ConnectionText.ended(cause) + last;
    }

    private String lastGood(boolean known) {
        long time = !known ? 0 : QualityCode.isBad(slot.quality) ? slot.lastGoodTimeMicros : slot.timeMicros;
        return format.dateTime(time);
    }
}
