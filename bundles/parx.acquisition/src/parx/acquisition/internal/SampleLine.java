package parx.acquisition.internal;

import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Retention;
import parx.model.SampleBatch;

/**
 * The samples of one channel in their order: the newest one, what its storage rules keep, and where its line breaks.
 *
 * <p>What holds for every steady rule: the first sample is kept, and the first BAD one of a row of them; more of the
 * same would say nothing new. Where samples were lost, or none came for longer than the scan rate explains, a BAD
 * sample just after the newest one breaks the line, and the next begins it anew.
 *
 * <p>Rules that store to the database share its rows: a row goes there once, with the longest retention of those that
 * want it; where one wants it later and for longer, the wish follows. Pipeline thread.
 */
final class SampleLine {
    /** As a number of days: the database does not have the sample. */
    static final short NOT_KEPT = -1;
    private static final KeepRule[] NO_RULES = new KeepRule[0];
    private static final CaptureLine[] NO_CAPTURES = new CaptureLine[0];
    private static final int QUALITY_BITS = 0xC0;
    /** A silence longer than this many scans, and a second, is a gap. */
    private static final int SCANS_PER_GAP = 3;

    final int handle;
    private final HistoryFeed feed;
    /** Null while the channel is removed. */
    private RecentRing ring;

    /** Newest sample, as engineering value; {@code time} is MIN_VALUE before the first. */
    long time = Long.MIN_VALUE;
    double value;
    byte quality;
    /** How long the database keeps the newest sample. */
    private short kept = NOT_KEPT;
    /** Whether the next sample needs more than {@link KeepRule#decide}: a rule is new, or rows were lost. */
    private boolean special;
    /** Whether its newest value is text, which the history has no place for. */
    boolean text;
    private long gapMicros = Long.MAX_VALUE;
    /** What {@link #gapMicros} is after the next sample: the wait for that one may be from before a change of rate. */
    private long nextGapMicros = Long.MAX_VALUE;

    /** Steady rules that store to the database, and those that store elsewhere. */
    private KeepRule[] shared = NO_RULES;
    private KeepRule[] own = NO_RULES;
    private CaptureLine[] captures = NO_CAPTURES;
    /** Null where nothing looks back. */
    private LookBack memory;

    SampleLine(int handle, HistoryFeed feed) {
        this.handle = handle;
        this.feed = feed;
    }

    void scanEvery(long micros) {
        nextGapMicros = SCANS_PER_GAP * micros + 1_000_000;
        gapMicros = Math.max(gapMicros, nextGapMicros);
    }

    void ring(RecentRing recent) {
        ring = recent;
    }

    boolean hasRing() {
        return ring != null;
    }

    LookBack memory() {
        return memory;
    }

    KeepRule[] shared() {
        return shared;
    }

    KeepRule[] own() {
        return own;
    }

    CaptureLine[] captures() {
        return captures;
    }

    /** From here on these rules keep samples; those that were there before go on, the others have said their last. */
    void rules(KeepRule[] toDatabase, KeepRule[] elsewhere, CaptureLine[] capturing, LookBack lookingBack) {
        boolean wasStored = isSteady();
        shared = toDatabase;
        own = elsewhere;
        captures = capturing;
        special = true;
        if (memory != null && memory != lookingBack) {
            memory.release();
        }
        memory = lookingBack;
        if (wasStored && !isSteady() && time != Long.MIN_VALUE && !QualityCode.isBad(quality)) {
            feed.sample(handle, time + 1, Double.NaN, QualityCode.of(Reason.NOT_RECORDED), Retention.STANDARD.days());
        }
    }

    /** Whether a rule stores to the database all the time. */
    boolean isSteady() {
        return shared.length > 0 && !text;
    }

    /** The longest retention of all rules that store to the database; {@link #NOT_KEPT} where there is none. */
    short longestDays() {
        short days = NOT_KEPT;
        for (KeepRule rule : shared) {
            days = longer(days, rule.rule.days);
        }
        for (CaptureLine line : captures) {
            days = line.isShared() ? longer(days, line.days()) : days;
        }
        return text ? NOT_KEPT : days;
    }

    /** Rows of the database may have been lost: the line breaks once. */
    void lose() {
        lose(shared);
    }

    /** Rows of this rule may have been lost. */
    void lose(ActiveRule rule) {
        for (KeepRule one : own) {
            if (one.rule == rule) {
                one.lost = true;
                special = true;
            }
        }
    }

    private void lose(KeepRule[] rules) {
        for (KeepRule rule : rules) {
            rule.lost = true;
            special = true;
        }
    }

    /** Forgets the newest sample, so that an earlier one may come next. */
    void beginAnew(RecentRing recent) {
        ring = recent;
        time = Long.MIN_VALUE;
        kept = NOT_KEPT;
        if (memory != null) {
            memory.clear();
        }
        for (KeepRule rule : shared) {
            rule.begun = false;
        }
        for (KeepRule rule : own) {
            rule.begun = false;
        }
    }

    /** This is the newest sample now; its rules keep of it what they want. Times ascend. */
    void keep(long newTime, double newValue, byte newQuality, long parcel) {
        short days = NOT_KEPT;
        boolean plain = !special && !text && newTime - time <= gapMicros
                && ((newQuality ^ quality) & QUALITY_BITS) == 0 && time != Long.MIN_VALUE;
        if (!plain) {
            days = keepSpecial(newTime, newValue, newQuality, parcel);
        } else if (!QualityCode.isBad(newQuality)) {
            for (KeepRule rule : shared) {
                int verdict = rule.decide(this, newTime, newValue, newQuality);
                if (verdict != 0) {
                    days = follow(rule, verdict, newTime, newValue, days);
                }
            }
            for (KeepRule rule : own) {
                int verdict = rule.decide(this, newTime, newValue, newQuality);
                if (verdict != 0) {
                    followOwn(rule, verdict, newTime, newValue, newQuality);
                }
            }
        }
        if (days != NOT_KEPT) {
            hand(newTime, newValue, newQuality, days);
        }
        if (shared.length == 0 || text) {
            ring.append(newTime, newValue, newQuality);
        }
        if (memory != null) {
            memory.append(newTime, newValue, newQuality, days, parcel);
        }
        time = newTime;
        value = newValue;
        quality = newQuality;
        kept = days;
        gapMicros = nextGapMicros;
    }

    // --- what happens seldom ---------------------------------------------------------------------------------------

    private short keepSpecial(long newTime, double newValue, byte newQuality, long parcel) {
        boolean room = time != Long.MIN_VALUE && newTime - time >= 2;
        boolean silent = room && !QualityCode.isBad(quality) && newTime - time > gapMicros;
        boolean lost = false;
        short marked = NOT_KEPT;
        short days = NOT_KEPT;
        if (!text) {
            for (KeepRule rule : shared) {
                lost |= rule.lost;
                int verdict = decideSpecial(rule, room && rule.lost || silent, newTime, newValue, newQuality);
                marked = (verdict & KeepRule.BREAK) != 0 ? longer(marked, rule.rule.days) : marked;
                days = follow(rule, verdict, newTime, newValue, days);
                rule.lost &= !room;
            }
        }
        byte mark = QualityCode.of(lost ? Reason.OVERRUN : Reason.STALE);
        if (marked != NOT_KEPT) {
            hand(time + 1, Double.NaN, mark, marked);
        }
        for (KeepRule rule : text ? NO_RULES : own) {
            boolean breaks = room && rule.lost || silent;
            int verdict = decideSpecial(rule, breaks, newTime, newValue, newQuality);
            followOwn(rule, verdict, newTime, newValue, newQuality);
            rule.lost &= !room;
        }
        if (silent && (shared.length == 0 || text)) {
            ring.append(time + 1, Double.NaN, mark);
        }
        if (memory != null && (silent || marked != NOT_KEPT)) {
            memory.append(time + 1, Double.NaN, mark, marked, parcel);
        }
        special = !room && anyLost();
        return days;
    }

    private boolean anyLost() {
        for (KeepRule rule : shared) {
            if (rule.lost) {
                return true;
            }
        }
        for (KeepRule rule : own) {
            if (rule.lost) {
                return true;
            }
        }
        return false;
    }

    private int decideSpecial(KeepRule rule, boolean breaks, long newTime, double newValue, byte newQuality) {
        boolean bad = QualityCode.isBad(newQuality);
        boolean wasBad = QualityCode.isBad(quality);
        if (!rule.begun || time == Long.MIN_VALUE) {
            rule.begun = true;
            rule.lost = false;
            return bad ? KeepRule.NEW : rule.begin(this, newTime, newValue, newQuality);
        }
        if (breaks) {
            int end = wasBad ? 0 : rule.cut(this);
            return end | KeepRule.BREAK | (bad ? KeepRule.NEW : rule.begin(this, newTime, newValue, newQuality));
        }
        if (bad) {
            return wasBad ? 0 : rule.cut(this) | KeepRule.NEW;
        }
        if (wasBad) {
            return rule.begin(this, newTime, newValue, newQuality);
        }
        return ((newQuality ^ quality) & QUALITY_BITS) == 0 ? rule.decide(this, newTime, newValue, newQuality)
                : rule.turn(this, newTime, newValue, newQuality);
    }

    /** A rule that ends keeps what it still has of this line. */
    void end(KeepRule rule) {
        if (rule.begun && time != Long.MIN_VALUE && !QualityCode.isBad(quality)) {
            int verdict = rule.cut(this);
            if (rule.rule.isShared()) {
                follow(rule, verdict, time, value, NOT_KEPT);
            } else {
                followOwn(rule, verdict, time, value, quality);
            }
        }
    }

    // --- what is kept ----------------------------------------------------------------------------------------------

    /** @return for how long the database is to keep the coming sample, given what other rules want of it */
    private short follow(KeepRule rule, int verdict, long newTime, double newValue, short days) {
        if ((verdict & KeepRule.PREVIOUS) != 0 && rule.keptTime != time) {
            keepNewest(value, quality, rule.rule.days);
            rule.rule.rows++;
            rule.keptTime = time;
            rule.keptValue = value;
        }
        if ((verdict & KeepRule.NEW) == 0) {
            return days;
        }
        rule.keptTime = newTime;
        rule.keptValue = newValue;
        rule.rule.rows++;
        return longer(days, rule.rule.days);
    }

    private void followOwn(KeepRule rule, int verdict, long newTime, double newValue, byte newQuality) {
        ActiveRule active = rule.rule;
        if ((verdict & KeepRule.PREVIOUS) != 0 && rule.keptTime != time) {
            active.own.sample(handle, time, value, quality);
            active.rows++;
            rule.keptTime = time;
            rule.keptValue = value;
        }
        if ((verdict & KeepRule.BREAK) != 0) {
            active.own.sample(handle, time + 1, Double.NaN, QualityCode.of(rule.lost ? Reason.OVERRUN : Reason.STALE));
        }
        if ((verdict & KeepRule.NEW) != 0) {
            rule.keptTime = newTime;
            rule.keptValue = newValue;
            active.own.sample(handle, newTime, newValue, newQuality);
            active.rows++;
        }
    }

    /** A row of a rule that learns late what it keeps; not after the newest sample. */
    void late(KeepRule rule, long rowTime, double rowValue, byte rowQuality) {
        rule.rule.rows++;
        if (!rule.rule.isShared()) {
            rule.rule.own.sample(handle, rowTime, rowValue, rowQuality);
            return;
        }
        short days = rule.rule.days;
        long at = memory == null ? -1 : memory.find(rowTime);
        if (rowTime == time) {
            keepNewest(rowValue, rowQuality, days);
        } else if (at < 0) {
            hand(rowTime, rowValue, rowQuality, days);
        } else if (wantRemembered(at, days)) {
            hand(rowTime, rowValue, rowQuality, days);
        }
    }

    private void keepNewest(double rowValue, byte rowQuality, short days) {
        if (kept == NOT_KEPT) {
            hand(time, rowValue, rowQuality, days);
        } else if (Retention.isLonger(days, kept)) {
            feed.raise(handle, time, rowValue, rowQuality, days);
        } else {
            return;
        }
        kept = days;
        if (memory != null) {
            long at = memory.find(time);
            if (at >= 0) {
                memory.kept(at, days);
            }
        }
    }

    /** A sample in memory is to be in the database for so long. @return whether it was not there and must be handed over */
    boolean wantRemembered(long index, short days) {
        short before = memory.kept(index);
        if (before != NOT_KEPT && !Retention.isLonger(days, before)) {
            return false;
        }
        memory.kept(index, days);
        if (index == memory.head() - 1 && memory.time(index) == time) {
            kept = days;
        }
        if (before != NOT_KEPT) {
            feed.raise(handle, memory.time(index), memory.value(index), memory.quality(index), days);
        }
        return before == NOT_KEPT;
    }

    /** Rows that come late go to the database. Ascending; none was handed over before. */
    void handLate(SampleBatch rows) {
        for (int row = 0; row < rows.length(); row++) {
            feed.sample(handle, rows.timeMicros(row), rows.value(row), rows.quality(row), rows.keepDays(row));
        }
        if (shared.length > 0 && !text) {
            ring.merge(rows);
        }
    }

    /** To the database, and to what memory has of it. */
    void hand(long rowTime, double rowValue, byte rowQuality, short days) {
        feed.sample(handle, rowTime, rowValue, rowQuality, days);
        if (shared.length > 0 && !text) {
            ring.put(rowTime, rowValue, rowQuality);
        }
    }

    private static short longer(short days, short other) {
        return days == NOT_KEPT ? other : other == NOT_KEPT ? days : Retention.longer(days, other);
    }
}
