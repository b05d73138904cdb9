package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parx.driver.DeviceBrowser;
import parx.driver.DriverException;
import parx.model.Settings;
import parx.model.TimeSource;

/**
 * A controller as a tree: its programs, its tags, the elements of arrays and the members of structures. One thread at a
 * time; close from any.
 */
final class ControllerBrowser implements DeviceBrowser {
    /** Whoever wants an element further back writes its index. */
    static final int MOST_ELEMENTS = 1_000;

    private final CipSession session;
    private final TagBrowser browser;
    /** What the nodes stand for; a program's is its name alone. */
    private final Map<Node, BrowsedTag> places = new IdentityHashMap<>();

    ControllerBrowser(LinkSettings settings, TimeSource clock) {
        session = new CipSession(settings, clock, new Counters());
        browser = new TagBrowser(session);
    }

    void open() throws DriverException {
        session.open();
    }

    @Override
    public List<Node> children(Optional<Node> parent) throws DriverException {
        if (parent.isEmpty()) {
            return controller();
        }
        BrowsedTag place = places.get(parent.get());
        if (place == null) {
            return tags(browser.tags(parent.get().label()));
        }
        return !place.dimensions().isEmpty() ? elements(place) : members(place);
    }

    private List<Node> controller() throws DriverException {
        TagBrowser.Found found = browser.look("");
        List<Node> nodes = new ArrayList<>();
        for (String program : found.programs()) {
            nodes.add(new Node(program, TEXTS.text("browse.program"), Settings.EMPTY, true));
        }
        nodes.addAll(tags(found.tags()));
        return nodes;
    }

    private List<Node> tags(List<BrowsedTag> tags) {
        return tags.stream().map(tag -> node(tag.name().substring(tag.name().lastIndexOf('.') + 1), tag)).toList();
    }

    private List<Node> elements(BrowsedTag array) {
        long all = array.dimensions().stream().reduce(1L, (a, b) -> a * b);
        List<Node> nodes = new ArrayList<>();
        for (long number = 0; number < Math.min(all, MOST_ELEMENTS); number++) {
            String index = index(array.dimensions(), number);
            nodes.add(node(index, new BrowsedTag(array.name() + index, array.type(), array.template(), List.of())));
        }
        return nodes;
    }

    /** "[1,2]" of the element that has so many before it. */
    private static String index(List<Long> dimensions, long number) {
        StringBuilder index = new StringBuilder();
        long rest = number;
        for (int i = dimensions.size() - 1; i >= 0; i--) {
            long size = Math.max(1, dimensions.get(i));
            index.insert(0, rest % size).insert(0, i > 0 ? "," : "[");
            rest /= size;
        }
        return index.append(']').toString();
    }

    private List<Node> members(BrowsedTag structure) throws DriverException {
        return browser.members(structure.template()).stream().map(member -> node(member.name(),
                new BrowsedTag(structure.name() + "." + member.name(), member.type(), member.template(), member.dimensions())))
                .toList();
    }

    private Node node(String label, BrowsedTag tag) {
        boolean array = !tag.dimensions().isEmpty();
        boolean structure = tag.type().isEmpty() && tag.template() != 0;
        String type = tag.type().map(Enum::name).orElse(structure ? TEXTS.text("browse.structure") : "?");
        String size = array ? "[" + String.join(",", tag.dimensions().stream().map(String::valueOf).toList()) + "]" : "";
        boolean value = !array && tag.type().isPresent();
        Settings channel = value ? Settings.with("tagName", tag.name(), "dataType", tag.type().get().name()) : Settings.EMPTY;
        Node node = new Node(label, type + size, channel, array || structure);
        places.put(node, tag);
        return node;
    }

    @Override
    public void close() {
        session.close();
    }
}
