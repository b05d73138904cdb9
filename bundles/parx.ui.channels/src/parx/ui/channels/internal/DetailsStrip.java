package parx.ui.channels.internal;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.TreeItem;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.service.Acquisition.ConnectionStatus;
import parx.service.LiveValues;
import parx.ui.DetailsText;
import parx.ui.Palette;
import parx.ui.ValueFormat;
import parx.ui.Words;
import parx.ui.channels.internal.ChannelTree.Branch;
import parx.ui.channels.internal.ChannelTree.Kind;
import parx.ui.channels.internal.ChannelTree.Leaf;

/** The strip below the tree: what there is to say of the selected node, cause and next step, in sentences. UI thread. */
final class DetailsStrip {
    private final ChannelServices services;
    private final TreeControl tree;
    private final ConnectionText connectionText;
    private final ValueFormat format;
    private final Words words;
    private final LiveValues.Slot slot = new LiveValues.Slot();
    private final DetailsText text;

    DetailsStrip(Composite parent, ChannelServices services, TreeControl tree, ValueFormat format, Palette palette,
            Words words) {
        this.services = services;
        this.tree = tree;
        this.format = format;
        this.words = words;
        this.connectionText = new ConnectionText(format, words);
        text = new DetailsText(parent, palette, "channels.details");
    }

    void refresh() {
        boolean seen = tree.selectionCount() != 1 || isOnScreen(tree.tree().getSelection()[0]);
        if (text.show(sentence()) && seen) {
            // What was just selected must not vanish behind what is said of it.
            tree.tree().showSelection();
        }
    }

    private boolean isOnScreen(TreeItem item) {
        return item.getBounds().intersects(tree.tree().getClientArea());
    }

    private String sentence() {
        return switch (tree.selectedNode()) {
            case null -> tree.selectionCount() > 1 ? words.text("details.rows", tree.selectionCount()) : "";
            case Leaf leaf -> of(leaf.row());
            case Branch branch when branch.kind() == Kind.CONNECTION -> branch.label() + " · "
                    + connectionText.sentence(tree.connection(branch.key()), services.clock().nowMicros());
            case Branch branch when branch.kind() == Kind.NO_CONNECTION ->
                    words.text("details.noDevice");
            case Branch branch -> branch.label() + " · " + connectionText.count(branch);
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
