package parx.driver;

import parx.model.TimeSource;

/** What a connection gets from outside. @param clock stamps samples and measures time-outs */
public record DriverContext(TimeSource clock) {
}
