package parx.ui.channels.internal;

import parx.ui.Background;
import parx.ui.Icons;
import parx.ui.Notifications;
import parx.ui.Palette;
import parx.ui.Ui;
import parx.ui.UiTick;
import parx.ui.Words;

/** The parts of {@link Ui} that the channels view works with; they run in any shell. UI thread. */
record ViewKit(Palette palette, UiTick tick, Background background, Icons icons, Notifications notifications,
        Words words) {
    static ViewKit of(Ui ui) {
        return new ViewKit(ui.palette(), ui.tick(), ui.background(), ui.icons(), ui.notifications(), new Words(ViewKit.class));
    }
}
