package parx.exchange.internal;

/** The way out of the history's call where an export is cancelled. Immutable. */
final class ExportCancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long rows;

    ExportCancelled(long rows) {
        super("cancelled", null, false, false);
        this.rows = rows;
    }

    long rows() {
        return rows;
    }
}
