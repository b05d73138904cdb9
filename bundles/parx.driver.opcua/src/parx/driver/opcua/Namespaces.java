package parx.driver.opcua;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/**
 * What a server's namespace numbers mean. A server may number them anew when it restarts; an address with a number goes
 * on meaning what it meant when the server was first met, else it would silently show another node. Outlives sessions.
 * Owned by the io thread.
 */
final class Namespaces {
    /** By part 3 the server's own, whatever it is called. */
    private static final int OF_SERVER = 1;

    private List<String> first = List.of();
    private List<String> now = List.of();

    /** The table as the server has it now. */
    void learn(String[] table) {
        now = List.of(table);
        if (first.isEmpty()) {
            first = now;
        } else if (now.size() > first.size()) {
            List<String> grown = new ArrayList<>(first);
            now.stream().filter(uri -> !first.contains(uri)).filter(uri -> now.indexOf(uri) >= first.size()).forEach(grown::add);
            first = List.copyOf(grown);
        }
    }

    /** The node as the server calls it now; empty where it has no such namespace. */
    Optional<NodeId> nodeId(NodeAddress address) {
        int index = index(address);
        return index < 0 ? Optional.empty() : Optional.of(switch (address.kind()) {
            case 'i' -> new NodeId(Unsigned.ushort(index), Unsigned.uint(Long.parseLong(address.identifier())));
            case 'g' -> new NodeId(Unsigned.ushort(index), UUID.fromString(address.identifier()));
            case 'b' -> new NodeId(Unsigned.ushort(index), ByteString.of(Base64.getDecoder().decode(address.identifier())));
            default -> new NodeId(Unsigned.ushort(index), address.identifier());
        });
    }

    private int index(NodeAddress address) {
        if (address.namespaceUri() != null) {
            return now.indexOf(address.namespaceUri());
        }
        int number = address.namespaceIndex();
        return number <= OF_SERVER || number >= first.size() ? number : now.indexOf(first.get(number));
    }

    /** With the namespace's URI where it is known: "nsu=urn:plant;s=Line.Speed", which no new numbering can break. */
    String lasting(NodeId id) {
        int index = id.getNamespaceIndex().intValue();
        String text = id.toParseableString();
        String local = text.substring(text.indexOf(';') + 1);
        return index == 0 || index >= now.size() ? text
                : "nsu=" + now.get(index).replace("%", "%25").replace(";", "%3B") + ";" + local;
    }
}
