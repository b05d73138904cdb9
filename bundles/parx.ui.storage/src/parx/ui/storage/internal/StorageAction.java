package parx.ui.storage.internal;

/** The ids of what can be done in the storage view, which are those of the commands. */
final class StorageAction {
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

    private StorageAction() {
    }
}
