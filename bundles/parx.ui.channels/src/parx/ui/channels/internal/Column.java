package parx.ui.channels.internal;

import org.eclipse.swt.SWT;
import parx.ui.FittedColumns;
import parx.ui.Words;

/** The columns of the channel tree. Immutable, any thread. */
enum Column {
    NAME(210, 182, SWT.LEFT, ChannelOrder.NAME),
    VALUE(100, 82, SWT.RIGHT, null),
    UNIT(64, 60, SWT.LEFT, null),
    QUALITY(132, 124, SWT.LEFT, null),
    AGE(62, 46, SWT.RIGHT, null),
    ADDRESS(240, 186, SWT.LEFT, ChannelOrder.ADDRESS),
    ID(120, 120, SWT.LEFT, ChannelOrder.ID);

    private final int width;
    private final int least;
    private final int alignment;
    private final ChannelOrder order;

    Column(int width, int least, int alignment, ChannelOrder order) {
        this.width = width;
        this.least = least;
        this.alignment = alignment;
        this.order = order;
    }

    String title(Words words) {
        return words.text("column." + name());
    }

    /** Until a person chooses another width, in points. */
    FittedColumns.Wish wish() {
        return new FittedColumns.Wish(name(), width, least);
    }

    int alignment() {
        return alignment;
    }

    /** How a click on the header sorts, or null where it does not. */
    ChannelOrder order() {
        return order;
    }
}
