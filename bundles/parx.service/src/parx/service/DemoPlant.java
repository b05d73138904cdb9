package parx.service;

import java.nio.file.Path;
import java.util.List;
import parx.model.Channel;
import parx.model.StorageRule;

/** The simulated pickling line, a process of its own that serves real Modbus TCP and EtherNet/IP on loopback. Thread-safe. */
public interface DemoPlant {
    /** The channels that read it, for a first start. */
    List<Channel> channels();

    /** The storage rules that keep them. */
    List<StorageRule> storageRules();

    /** Starts its process unless one answers already, and starts it again whenever it dies. Blocks briefly. */
    void start(Path stateFolder) throws StartException;

    void stop();
}
