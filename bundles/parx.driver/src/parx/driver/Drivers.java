package parx.driver;

import java.util.List;
import java.util.Optional;
import parx.model.Protocol;

/** The drivers that are installed. Thread-safe. */
public interface Drivers {
    Optional<Driver> of(Protocol protocol);

    List<Driver> all();
}
