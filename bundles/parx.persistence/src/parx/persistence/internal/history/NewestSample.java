package parx.persistence.internal.history;

/** When a channel's newest sample was taken, and whether it was BAD. Immutable, any thread. */
record NewestSample(long timeMicros, boolean bad) {
}
