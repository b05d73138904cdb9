package parx.driver.ethernetip;

import java.util.function.BooleanSupplier;
import parx.driver.DriverException;

/** Carries CIP requests to the controller and their replies back. Owned by the io thread. */
sealed interface Messenger permits ConnectedMessenger, UnconnectedMessenger {
    /** The most bytes of one request, and of one reply. */
    int room();

    /**
     * @param wanted asked while it waits
     * @return null where it is no longer wanted
     * @throws DriverException if the link is lost, or the way to the controller
     */
    CipReply ask(byte[] request, BooleanSupplier wanted) throws DriverException;
}
