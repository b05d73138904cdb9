package parx.ui.storage.internal;

import parx.ui.Background;
import parx.ui.Icons;
import parx.ui.Notifications;
import parx.ui.Palette;
import parx.ui.Ui;
import parx.ui.UiTick;
import parx.ui.ValueFormat;
import parx.ui.Words;

/** The parts of {@link Ui} that the storage view works with; they run in any shell. UI thread. */
record StorageKit(Palette palette, UiTick tick, Background background, Icons icons, Notifications notifications,
        ValueFormat format, Words words) {
    static StorageKit of(Ui ui, ValueFormat format) {
        return new StorageKit(ui.palette(), ui.tick(), ui.background(), ui.icons(), ui.notifications(), format,
                new Words(StorageKit.class));
    }
}
