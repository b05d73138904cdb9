package parx.driver;

import java.util.List;

/**
 * What a server has to offer, looked through a step at a time over a link of its own. Blocks; one thread, but
 * {@link #close} from any, which ends a step under way.
 */
public interface AddressSpace extends AutoCloseable {
    /** Above everything. */
    String ROOT = "";

    /**
     * One thing below another.
     *
     * @param address  as it goes into a channel's config, and into {@link #children}
     * @param name     for people
     * @param readable whether it has a value that a channel can show
     */
    record Node(String address, String name, boolean readable) {
    }

    /** Takes what is found, in parts as it comes. On the caller's thread. */
    interface NodeSink {
        void found(List<Node> some);

        /** Asked after each part; once it is not, the rest is not asked for. */
        default boolean wanted() {
            return true;
        }
    }

    /** Everything right below. @throws DriverException if it cannot be reached, or does not let itself be looked through */
    void children(String address, NodeSink sink) throws DriverException;

    @Override
    void close();
}
