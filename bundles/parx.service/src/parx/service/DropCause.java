package parx.service;

/** Why a sample is not in the history. */
public enum DropCause {
    /** Memory was full and the disk took no more: the newest were dropped. */
    NO_ROOM,
    /** The disk took no more, and the site wants the newest: the oldest that waited there made room. */
    MADE_ROOM,
    /** The disk damaged what waited on it. */
    DISK_DAMAGE,
    /** It came after the end of the history or of acquisition. */
    CLOSED,
    /** Its time was before 1990 or too far in the future. */
    IMPOSSIBLE_TIME,
    /** The channel has another value at the same time, from the same poll or from before the clock was set back. */
    REPEATED_TIME,
    /** A back end refused it for ever, and there is no room left among those that were set aside. */
    QUARANTINE_FULL,
    /** A fault in ParX; the log has it. */
    FAULT
}
