package parx.chart;

/**
 * How one trace looks. Immutable, any thread.
 *
 * @param name     for people
 * @param units    traces with the same units share an axis
 * @param decimals digits after the decimal sign of its values, 0–9
 * @param stepped  true: the value holds until the next sample
 * @param low      engineering range, NaN where none is set
 * @param pen      number of its pen, see {@link ChartColors#pen}
 */
public record TraceStyle(String name, String units, int decimals, boolean stepped, double low, double high, int pen) {
}
