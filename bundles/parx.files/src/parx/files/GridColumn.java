package parx.files;

/**
 * A channel's two columns in a grid: its value under its id, and its quality. Immutable, any thread.
 *
 * @param unit engineering unit, or the empty text; it stands behind the id in CSV and XLSX, {@code speed [m/min]}, and
 *             in Parquet's metadata under {@code unit.} and the id
 */
public record GridColumn(String channelId, String unit) {
    /** What follows the id in the heading of the column with the quality. */
    public static final String QUALITY_SUFFIX = " quality";
}
