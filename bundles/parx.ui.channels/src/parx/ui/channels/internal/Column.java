package parx.ui.channels.internal;

import org.eclipse.swt.SWT;

/** The columns of the channel tree. Immutable, any thread. */
enum Column {
    NAME("Name", 210, SWT.LEFT, ChannelOrder.NAME),
    VALUE("Value", 100, SWT.RIGHT, null),
    UNIT("Unit", 64, SWT.LEFT, null),
    QUALITY("Quality", 132, SWT.LEFT, null),
    AGE("Age", 62, SWT.RIGHT, null),
    ADDRESS("Address", 230, SWT.LEFT, ChannelOrder.ADDRESS),
    ID("Id", 120, SWT.LEFT, ChannelOrder.ID);

    private final String title;
    private final int width;
    private final int alignment;
    private final ChannelOrder order;

    Column(String title, int width, int alignment, ChannelOrder order) {
        this.title = title;
        this.width = width;
        this.alignment = alignment;
        this.order = order;
    }

    String title() {
        return title;
    }

    /** At first, in points. */
    int width() {
        return width;
    }

    int alignment() {
        return alignment;
    }

    /** How a click on the header sorts, or null where it does not. */
    ChannelOrder order() {
        return order;
    }
}
