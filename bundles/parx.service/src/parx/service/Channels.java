package parx.service;

import java.util.Optional;
import parx.model.Channel;

/** The channels. Thread-safe. */
public interface Channels extends Configured<Channel> {
    Optional<Channel> byId(String id);
}
