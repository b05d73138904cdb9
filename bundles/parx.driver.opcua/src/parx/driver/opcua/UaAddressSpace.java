package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import parx.driver.AddressSpace;
import parx.driver.DriverException;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.SettingsException;

/** A server's objects and variables, below its folder Objects. One thread; {@link #close} from any. */
final class UaAddressSpace implements AddressSpace {
    /** So many at once: a first screen comes fast, and no answer gets too large. */
    private static final UInteger PART = Unsigned.uint(200);
    /** A server that never comes to an end is not followed for ever. */
    private static final int MOST = 100_000;
    private static final ViewDescription WHOLE = new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, Unsigned.uint(0));

    private final ServerSettings settings;
    private final CertificateFolders certificates;
    private final Namespaces namespaces = new Namespaces();
    private volatile Session session;
    private volatile boolean closed;

    UaAddressSpace(ServerSettings settings, CertificateFolders certificates) {
        this.settings = settings;
        this.certificates = certificates;
    }

    @Override
    public void children(String address, NodeSink sink) throws DriverException {
        Session open = opened();
        BrowseResult result = first(open.await(open.client().browseAsync(WHOLE, PART, List.of(question(node(address)))))
                .getResults(), address);
        int count = 0;
        while (true) {
            List<Node> some = nodes(result);
            count += some.size();
            sink.found(some);
            ByteString more = result.getContinuationPoint();
            if (more == null || more.isNullOrEmpty()) {
                return;
            }
            boolean enough = !sink.wanted() || count >= MOST;
            BrowseResult[] next = open.await(open.client().browseNextAsync(enough, List.of(more))).getResults();
            if (enough) {
                return;
            }
            result = first(next, address);
        }
    }

    private Session opened() throws DriverException {
        Session open = session;
        if (open == null || open.isClosed()) {
            open = new Session(settings, certificates);
            session = open;
            if (closed) {
                open.close();
            }
            try {
                open.open();
                namespaces.learn(open.await(open.client().readNamespaceTableAsync()).toArray());
            } catch (DriverException | RuntimeException e) {
                open.close();
                throw e;
            }
        }
        return open;
    }

    private NodeId node(String address) throws DriverException {
        if (address.equals(ROOT)) {
            return NodeIds.ObjectsFolder;
        }
        try {
            return namespaces.nodeId(NodeAddress.of(Settings.with("nodeId", address))).orElseThrow(
                    () -> new DriverException(Reason.NO_SUCH_ADDRESS, TEXTS.of("refused.namespace", address)));
        } catch (SettingsException e) {
            throw new DriverException(Reason.CONFIG_ERROR, parx.model.Sentence.of(e), e);
        }
    }

    private static BrowseDescription question(NodeId node) {
        return new BrowseDescription(node, BrowseDirection.Forward, NodeIds.HierarchicalReferences, true,
                Unsigned.uint(NodeClass.Object.getValue() | NodeClass.Variable.getValue()),
                Unsigned.uint(BrowseResultMask.All.getValue()));
    }

    private static BrowseResult first(BrowseResult[] results, String address) throws DriverException {
        StatusCode status = results == null || results.length == 0 ? new StatusCode(StatusCodes.Bad_NoData)
                : results[0].getStatusCode();
        if (status != null && status.isBad()) {
            throw new DriverException(Reason.DEVICE_ERROR, TEXTS.of("browse.refused", address.equals(ROOT) ? "Objects" : address,
                    StatusWords.name(status)));
        }
        return results[0];
    }

    private List<Node> nodes(BrowseResult result) {
        List<Node> all = new ArrayList<>();
        ReferenceDescription[] references = result.getReferences();
        if (references != null) {
            for (ReferenceDescription reference : references) {
                // What is on another server cannot be read over this one.
                reference.getNodeId().toNodeId(session.client().getNamespaceTable()).ifPresent(id -> all.add(new Node(
                        namespaces.lasting(id), name(reference), reference.getNodeClass() == NodeClass.Variable)));
            }
        }
        return all;
    }

    private static String name(ReferenceDescription reference) {
        String shown = reference.getDisplayName() == null ? null : reference.getDisplayName().text();
        String name = shown != null && !shown.isBlank() ? shown
                : reference.getBrowseName() == null ? "" : String.valueOf(reference.getBrowseName().getName());
        return name.length() <= ValueCodec.LONGEST_TEXT ? name : name.substring(0, ValueCodec.LONGEST_TEXT);
    }

    @Override
    public void close() {
        closed = true;
        Session open = session;
        if (open != null) {
            open.close();
        }
    }
}
