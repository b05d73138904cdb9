package parx.ui.channels.internal;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DragSource;
import org.eclipse.swt.dnd.DragSourceAdapter;
import org.eclipse.swt.dnd.DragSourceEvent;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import parx.model.ChannelMetadata;
import parx.ui.ChannelTransfer;
import parx.ui.Words;

/** Channels by clipboard and by drag: as ids for ParX, as tab-separated text for a spreadsheet. UI thread. */
final class ChannelClipboard {
    private final TreeControl tree;
    private final Words words;
    private final ChannelTransfer channels = new ChannelTransfer();

    ChannelClipboard(TreeControl tree, Words words) {
        this.tree = tree;
        this.words = words;
        DragSource source = new DragSource(tree.tree(), DND.DROP_COPY | DND.DROP_LINK);
        source.setTransfer(channels, TextTransfer.getInstance());
        source.addDragListener(new DragSourceAdapter() {
            @Override
            public void dragStart(DragSourceEvent event) {
                event.doit = !tree.selectedRows().isEmpty();
            }

            @Override
            public void dragSetData(DragSourceEvent event) {
                List<ChannelRow> rows = tree.selectedRows();
                event.data = channels.isSupportedType(event.dataType) ? ids(rows) : text(rows);
            }
        });
    }

    void copy() {
        List<ChannelRow> rows = tree.selectedRows();
        if (rows.isEmpty()) {
            return;
        }
        Clipboard clipboard = new Clipboard(tree.tree().getDisplay());
        clipboard.setContents(new Object[] {text(rows), ids(rows)},
                new Transfer[] {TextTransfer.getInstance(), channels});
        clipboard.dispose();
    }

    /** With a header; the value's column is empty where no value is current, which has a column of its own. */
    String text(List<ChannelRow> rows) {
        StringBuilder text = new StringBuilder(String.join("\t", Column.NAME.title(words), Column.VALUE.title(words),
                Column.UNIT.title(words), Column.QUALITY.title(words), words.text("clipboard.lastGood"), Column.AGE.title(words),
                Column.ADDRESS.title(words), Column.ID.title(words))).append('\n');
        for (ChannelRow row : rows) {
            ValueCells.Cell cell = tree.cell(row);
            ChannelMetadata meta = row.channel().metadata();
            String number = plain(cell.number());
            text.append(new StringJoiner("\t", "", "\n").add(clean(row.channel().name()))
                    .add(cell.struck() ? "" : number).add(clean(meta.units())).add(cell.word())
                    .add(cell.struck() ? number : "").add(cell.age().replace('\u00A0', ' '))
                    .add(clean(row.address())).add(row.channel().id()));
        }
        return text.toString();
    }

    private static List<String> ids(List<ChannelRow> rows) {
        return rows.stream().map(row -> row.channel().id()).toList();
    }

    /** A spreadsheet takes a number for one only without its grouping. */
    private static String plain(String number) {
        char grouping = java.text.DecimalFormatSymbols.getInstance(Locale.getDefault(Locale.Category.FORMAT)).getGroupingSeparator();
        boolean numeric = number.chars().noneMatch(Character::isLetter);
        return clean(numeric ? number.replace(String.valueOf(grouping), "") : number);
    }

    private static String clean(String text) {
        return text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
    }
}
