package parx.ui.channels.internal;

import java.util.List;
import java.util.Locale;

/** What was typed into the filter: every word must occur somewhere in a channel's row. Immutable, any thread. */
record ChannelFilter(List<String> words) {
    static final ChannelFilter NONE = new ChannelFilter(List.of());

    static ChannelFilter of(String typed) {
        String lower = typed.strip().toLowerCase(Locale.ROOT);
        return lower.isEmpty() ? NONE : new ChannelFilter(List.of(lower.split("\\s+")));
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    boolean matches(ChannelRow row) {
        for (String word : words) {
            if (!row.searchText().contains(word)) {
                return false;
            }
        }
        return true;
    }
}
