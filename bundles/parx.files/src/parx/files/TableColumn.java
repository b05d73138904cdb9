package parx.files;

/**
 * A column of a table in a file. Immutable, any thread.
 *
 * @param unit engineering unit, or the empty text
 */
record TableColumn(String name, Kind kind, String unit) {
    enum Kind { TIME, NUMBER, TEXT }

    static TableColumn of(String name, Kind kind) {
        return new TableColumn(name, kind, "");
    }

    /** What stands above the column where the file has no other place for the unit. */
    String heading() {
        return unit.isEmpty() ? name : name + " [" + unit + "]";
    }
}
