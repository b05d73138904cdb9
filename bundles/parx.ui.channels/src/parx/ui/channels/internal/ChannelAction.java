package parx.ui.channels.internal;

/** The ids of what can be done in the channels view, which are those of the commands. */
final class ChannelAction {
    static final String NEW = "parx.ui.channels.new";
    static final String EDIT = "parx.ui.channels.edit";
    static final String DUPLICATE = "parx.ui.channels.duplicate";
    static final String TOGGLE = "parx.ui.channels.toggle";
    static final String DELETE = "parx.ui.channels.delete";
    static final String TEST = "parx.ui.channels.test";
    static final String CONNECTION = "parx.ui.channels.connection";
    static final String TREND = "parx.ui.channels.trend";
    static final String COPY = "parx.ui.channels.copy";
    static final String UNDO = "parx.ui.channels.undo";
    static final String REDO = "parx.ui.channels.redo";
    static final String FILTER = "parx.ui.channels.filter";
    static final String GROUPING = "parx.ui.channels.grouping";

    private ChannelAction() {
    }
}
