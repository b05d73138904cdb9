package parx.ui.storage.internal;

import java.util.function.BooleanSupplier;

/**
 * Something that a person can do in the storage view: the same for toolbar, context menu, key and command. UI thread.
 *
 * @param id      the command's id
 * @param label   for people
 * @param icon    see {@code parx.ui.Icons}
 * @param key     as shown in the menu, "Ctrl+D"; empty for none
 * @param enabled whether it can be done now
 */
record StorageAction(String id, String label, String icon, String key, BooleanSupplier enabled, Runnable run) {
    static final String NEW = "parx.ui.storage.new";
    static final String EDIT = "parx.ui.storage.edit";
    static final String DUPLICATE = "parx.ui.storage.duplicate";
    static final String TOGGLE = "parx.ui.storage.toggle";
    static final String DELETE = "parx.ui.storage.delete";
    static final String PREVIEW = "parx.ui.storage.preview";
    static final String START = "parx.ui.storage.start";
    static final String STOP = "parx.ui.storage.stop";
    static final String QUARANTINE = "parx.ui.storage.quarantine";
    static final String COPY = "parx.ui.storage.copy";
    static final String UNDO = "parx.ui.storage.undo";
    static final String REDO = "parx.ui.storage.redo";
    static final String FILTER = "parx.ui.storage.filter";
}
