package parx.model;

/** A sample whose value is text: a coil id, a recipe name. Rare, hence an object. Immutable, any thread. */
public record TextSample(int channel, long timeMicros, String text, byte qualityCode) {
}
