package parx.ui.channels.internal;

import java.util.function.BooleanSupplier;

/**
 * Something that a person can do in the channels view: the same for toolbar, context menu, key and command.
 * UI thread.
 *
 * @param id      the command's id
 * @param label   for people
 * @param icon    see {@code parx.ui.Icons}; empty for none
 * @param key     as shown in the menu, "Ctrl+D"; empty for none
 * @param enabled whether it can be done now
 */
record ChannelAction(String id, String label, String icon, String key, BooleanSupplier enabled, Runnable run) {
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
}
