package parx.ui.trend.internal;

import parx.ui.Background;
import parx.ui.Icons;
import parx.ui.Palette;
import parx.ui.Ui;
import parx.ui.UiTick;

/** What a trend needs of the display that it is on. UI thread only. */
record TrendKit(Palette palette, UiTick tick, Background background, Icons icons) {
    static TrendKit of(Ui ui) {
        return new TrendKit(ui.palette(), ui.tick(), ui.background(), ui.icons());
    }
}
