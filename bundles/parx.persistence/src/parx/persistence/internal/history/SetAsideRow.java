package parx.persistence.internal.history;

import parx.model.QualityCode;
import parx.service.QuarantinedRows;

/** A row in quarantine with all that is needed to store it after all. Immutable. */
record SetAsideRow(long id, long setAsideMicros, String ruleOrTable, long timeMicros, String channelId, double value,
        byte quality, short keepDays, String reason) {
    SetAsideRow with(String newReason) {
        return new SetAsideRow(id, setAsideMicros, ruleOrTable, timeMicros, channelId, value, quality, keepDays, newReason);
    }

    QuarantinedRows.Row forPeople() {
        return new QuarantinedRows.Row(id, ruleOrTable, timeMicros, channelId, value, QualityCode.quality(quality), reason,
                setAsideMicros);
    }
}
