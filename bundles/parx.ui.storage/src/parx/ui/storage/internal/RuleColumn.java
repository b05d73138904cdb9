package parx.ui.storage.internal;

import java.util.Comparator;
import java.util.Optional;
import org.eclipse.swt.SWT;
import parx.service.Storage.RuleStatus;
import parx.ui.FittedColumns;
import parx.ui.Words;

/** The columns of the rules' table, in their order: what matters most stands where the view is narrow, too. Pure. */
enum RuleColumn {
    STATE(160, 118, SWT.LEFT, Comparator.comparing(row -> row.state().ordinal())),
    NAME(300, 160, SWT.LEFT, Comparator.comparing(row -> row.rule().name(), String.CASE_INSENSITIVE_ORDER)),
    BYTES(90, 72, SWT.RIGHT, Comparator.comparing(row -> row.status().bytesPerDay())),
    RATE(72, 62, SWT.RIGHT, Comparator.comparing(row -> row.status().rowsPerSecond())),
    CHANNELS(84, 74, SWT.RIGHT, Comparator.comparing(row -> row.status().channels())),
    MODE(116, 104, SWT.LEFT, Comparator.comparing(row -> row.rule().mode())),
    BACKEND(116, 104, SWT.LEFT, Comparator.comparing(row -> row.rule().backend())),
    ROWS(90, 76, SWT.RIGHT, Comparator.comparing(row -> row.status().rowsPerDay())),
    BACKLOG(90, 70, SWT.RIGHT, Comparator.comparing(row -> row.status().backlog())),
    QUARANTINED(100, 84, SWT.RIGHT, Comparator.comparing(row -> row.status().quarantined())),
    DROPPED(84, 66, SWT.RIGHT, Comparator.comparing(row -> row.status().dropped())),
    RECORDINGS(100, 86, SWT.RIGHT, Comparator.comparing(row -> row.status().recordings()));

    private final int width;
    private final int least;
    private final int alignment;
    private final Comparator<RuleRow> order;

    RuleColumn(int width, int least, int alignment, Comparator<RuleRow> order) {
        this.width = width;
        this.least = least;
        this.alignment = alignment;
        this.order = order;
    }

    /** Until a person chooses another width, in points. */
    FittedColumns.Wish wish() {
        return new FittedColumns.Wish(name(), width, least);
    }

    int alignment() {
        return alignment;
    }

    /** Equal ones by name, so that rows do not jump. */
    Comparator<RuleRow> order(boolean descending) {
        Comparator<RuleRow> first = descending ? order.reversed() : order;
        return first.thenComparing(NAME.order).thenComparing(RuleRow::id);
    }

    /** What a column of numbers holds, in rows and bytes; NaN where it is not known. Empty for a column of words. */
    Optional<Double> figure(RuleRow row) {
        RuleStatus status = row.status();
        return switch (this) {
            case STATE, NAME, MODE, BACKEND -> Optional.empty();
            case CHANNELS -> Optional.of((double) status.channels());
            case RATE -> Optional.of(status.rowsPerSecond());
            case ROWS -> Optional.of(status.rowsPerDay());
            case BYTES -> Optional.of(status.bytesPerDay());
            case BACKLOG -> Optional.of((double) status.backlog());
            case QUARANTINED -> Optional.of((double) status.quarantined());
            case DROPPED -> Optional.of((double) status.dropped());
            case RECORDINGS -> Optional.of((double) status.recordings());
        };
    }

    /** Of a column of words; empty for one of numbers. */
    String words(RuleRow row, Words words) {
        return switch (this) {
            case STATE -> row.stateWord(words);
            case NAME -> row.rule().name();
            case MODE -> RuleRow.mode(row.rule(), words);
            case BACKEND -> RuleRow.backend(row.rule(), words);
            default -> "";
        };
    }

    String text(RuleRow row, Amounts amounts, Words words) {
        return switch (this) {
            case STATE, NAME, MODE, BACKEND -> words(row, words);
            case CHANNELS -> amounts.whole(row.status().channels());
            case RATE -> row.rule().enabled() ? amounts.count(row.status().rowsPerSecond()) : "";
            case ROWS -> row.rule().enabled() ? amounts.count(row.status().rowsPerDay()) : "";
            case BYTES -> row.rule().enabled() ? amounts.bytes(row.status().bytesPerDay()) : "";
            case BACKLOG -> amounts.whole(row.status().backlog());
            case QUARANTINED -> amounts.whole(row.status().quarantined());
            case DROPPED -> amounts.whole(row.status().dropped());
            case RECORDINGS -> row.rule().mode().compareTo(parx.model.StorageRule.Mode.EVENT) < 0 ? ""
                    : amounts.whole(row.status().recordings());
        };
    }
}
