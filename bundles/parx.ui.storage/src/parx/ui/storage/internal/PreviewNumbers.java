package parx.ui.storage.internal;

import java.util.List;
import parx.model.Micros;
import parx.model.RuleSettings;
import parx.model.StorageRule;
import parx.service.RulePreview.Preview;
import parx.service.Storage.RuleStatus;
import parx.service.Trace;

/**
 * What a preview comes to: how many of the samples of a stretch of time would be kept. Pure, any thread.
 *
 * @param fromMicros the first sample on record
 */
record PreviewNumbers(long samples, long kept, long fromMicros, long toMicros) {
    private static final double DAY = 86_400.0 * Micros.PER_SECOND;

    /** Counts from the first sample on record: before it there was nothing to keep, and no day is made up of that. */
    static PreviewNumbers of(List<Preview> previews, long fromMicros, long toMicros) {
        long first = toMicros;
        long samples = 0;
        long kept = 0;
        for (Preview preview : previews) {
            samples += within(preview.samples(), fromMicros, toMicros);
            kept += within(preview.kept(), fromMicros, toMicros);
            first = Math.min(first, first(preview.samples(), fromMicros, toMicros));
        }
        return new PreviewNumbers(samples, kept, first, toMicros);
    }

    private static long first(Trace trace, long fromMicros, long toMicros) {
        for (int row = 0; row < trace.length(); row++) {
            if (trace.timeMicros()[row] >= fromMicros) {
                return trace.timeMicros()[row];
            }
        }
        return toMicros;
    }

    /** A trace may begin with the sample before the range, so that its line comes from somewhere. */
    private static long within(Trace trace, long fromMicros, long toMicros) {
        long count = 0;
        for (int row = 0; row < trace.length(); row++) {
            long time = trace.timeMicros()[row];
            count += time >= fromMicros && time <= toMicros ? 1 : 0;
        }
        return count;
    }

    /** Kept rows, extrapolated. */
    double rowsPerDay() {
        return kept == 0 ? 0 : kept * DAY / Math.max(Micros.PER_SECOND, toMicros - fromMicros);
    }

    /** Of how many channels no rule in force brings every sample on record. */
    static long recordedInPart(List<Preview> previews, List<StorageRule> rules) {
        List<StorageRule> whole = rules.stream().filter(rule -> rule.enabled() && rule.backend() == StorageRule.Backend.TIMESCALEDB
                && rule.mode() == StorageRule.Mode.CONTINUOUS && RuleSettings.INTERVAL.rawText(rule.config()).equals("0")).toList();
        return previews.stream().filter(preview -> whole.stream().noneMatch(rule -> rule.covers(preview.channelId()))).count();
    }

    /** What a row takes where it is stored, as measured for the rules that store now; NaN where none has been yet. */
    static double bytesPerRow(List<RuleStatus> measured) {
        double bytes = 0;
        double rows = 0;
        for (RuleStatus status : measured) {
            if (status.rowsPerDay() > 0 && status.bytesPerDay() > 0) {
                bytes += status.bytesPerDay();
                rows += status.rowsPerDay();
            }
        }
        return rows > 0 ? bytes / rows : Double.NaN;
    }
}
