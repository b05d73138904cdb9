package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import parx.driver.DriverException;
import parx.model.Reason;

/**
 * Looks around in a controller: its tags, its programs with theirs, and what structures are made of, by the symbol and
 * template objects of Logix. Owned by the io thread.
 */
final class TagBrowser {
    private static final int NAME = 1;
    private static final int TYPE = 2;
    private static final int DIMENSIONS = 8;
    private static final int DIMENSIONS_SIZE = 12;
    private static final int TEMPLATE_MEMBERS = 2;
    private static final int TEMPLATE_DEFINITION_WORDS = 4;
    /** The definition is that much shorter than its words say. */
    private static final int TEMPLATE_SURPLUS = 23;
    /** No controller has more; a device that goes on and on must not fill the memory. */
    private static final int MOST_TAGS = 100_000;
    private static final int MOST_DEFINITION = 256 * 1024;
    private static final int SYSTEM = 0x1000;
    private static final String PROGRAM = "program:";
    /** Inputs, outputs, configuration and status of a module; other names with colons are the controller's own affairs. */
    private static final Pattern OF_MODULE = Pattern.compile("\\w+(:\\d+)?:[IOCS]\\d?");

    private final CipSession session;

    /** What one scope of a controller has. @param programs by their names with the word before them: "Program:Main" */
    record Found(List<BrowsedTag> tags, List<String> programs) {
    }

    TagBrowser(CipSession session) {
        this.session = session;
    }

    /** The tags of one program ("Program:Main"), or of the controller where it is empty, without those of the system. */
    List<BrowsedTag> tags(String program) throws DriverException {
        return look(program).tags;
    }

    /** As {@link #tags}, with the programs that there are. */
    Found look(String program) throws DriverException {
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        long next = 0;
        int seen = 0;
        while (true) {
            CipReply reply = session.ask(Cip.GET_INSTANCE_ATTRIBUTE_LIST, path(program, next),
                    new WireWriter().u16(3).u16(NAME).u16(TYPE).u16(DIMENSIONS).done());
            boolean more = reply.status() == GeneralStatus.PARTIAL_TRANSFER;
            if (!reply.ok() && !more) {
                throw refused(program.isEmpty() ? session.name() : program, reply);
            }
            try {
                WireReader in = new WireReader(reply.data());
                long last = next - 1;
                while (in.left() > 0) {
                    last = symbol(program, in, found);
                    seen++;
                }
                if (!more) {
                    return found;
                }
                if (last < next || seen > MOST_TAGS) {
                    throw new MalformedReply(TEXTS.of("wire.fragments"));
                }
                next = last + 1;
            } catch (MalformedReply e) {
                throw malformed(e);
            }
        }
    }

    private static byte[] path(String program, long instance) {
        WireWriter out = new WireWriter();
        if (!program.isEmpty()) {
            out.bytes(TagName.symbol(program));
        }
        return out.bytes(Cip.widePath(Cip.SYMBOL, instance)).done();
    }

    /** @return its instance */
    private static long symbol(String program, WireReader in, Found found) throws MalformedReply {
        long instance = in.u32();
        String name = in.text(in.u16());
        int type = in.u16();
        long[] dimensions = new long[DIMENSIONS_SIZE / 4];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = in.u32();
        }
        if (name.toLowerCase(Locale.ROOT).startsWith(PROGRAM)) {
            found.programs.add(name);
        } else if ((type & SYSTEM) == 0 && !name.startsWith("__") && (!name.contains(":") || OF_MODULE.matcher(name).matches())) {
            found.tags.add(BrowsedTag.of(program.isEmpty() ? name : program + "." + name, type, dimensions));
        }
        return instance;
    }

    /** What a structure is made of, hidden members left out. @param template of {@link BrowsedTag#template} */
    List<BrowsedTag> members(int template) throws DriverException {
        byte[] path = Cip.widePath(Cip.TEMPLATE, template);
        CipReply reply = session.ask(Cip.GET_ATTRIBUTE_LIST, path,
                new WireWriter().u16(2).u16(TEMPLATE_DEFINITION_WORDS).u16(TEMPLATE_MEMBERS).done());
        if (!reply.ok()) {
            throw refused("template " + template, reply);
        }
        try {
            WireReader in = new WireReader(reply.data());
            in.u16();
            long words = in.u16() == TEMPLATE_DEFINITION_WORDS && in.u16() == 0 ? in.u32() : 0;
            int count = in.u16() == TEMPLATE_MEMBERS && in.u16() == 0 ? in.u16() : 0;
            long length = words * 4 - TEMPLATE_SURPLUS;
            if (length < 0 || length > MOST_DEFINITION || count == 0) {
                throw new MalformedReply(TEXTS.of("wire.few", 1));
            }
            return members(definition(path, (int) length), count);
        } catch (MalformedReply e) {
            throw malformed(e);
        }
    }

    private byte[] definition(byte[] path, int length) throws DriverException, MalformedReply {
        WireWriter all = new WireWriter();
        while (true) {
            CipReply reply = session.ask(Cip.READ_TAG, path, new WireWriter().u32(all.size()).u16(length - all.size()).done());
            boolean more = reply.status() == GeneralStatus.PARTIAL_TRANSFER;
            if (!reply.ok() && !more) {
                throw refused("template", reply);
            }
            all.bytes(reply.data());
            if (!more) {
                return all.done();
            }
            if (reply.data().length == 0 || all.size() > length) {
                throw new MalformedReply(TEXTS.of("wire.fragments"));
            }
        }
    }

    /** @param definition as a template gives it */
    static List<BrowsedTag> members(byte[] definition, int count) throws MalformedReply {
        WireReader in = new WireReader(definition);
        int[] info = new int[Math.min(count, definition.length / 8)];
        int[] types = new int[info.length];
        for (int i = 0; i < info.length; i++) {
            info[i] = in.u16();
            types[i] = in.u16();
            in.u32();
        }
        String[] names = in.text(in.left()).split("\0", -1);
        List<BrowsedTag> members = new ArrayList<>();
        for (int i = 0; i < info.length && i + 1 < names.length; i++) {
            boolean hidden = names[i + 1].startsWith("ZZZZZZZZZZ") || names[i + 1].startsWith("__") || names[i + 1].isEmpty();
            if (!hidden) {
                // The first name is the structure's own.
                members.add(BrowsedTag.of(names[i + 1], types[i], new long[] {info[i], 0, 0}));
            }
        }
        return members;
    }

    private DriverException refused(String what, CipReply reply) {
        return new DriverException(GeneralStatus.reason(reply.status(), reply.extended()), TEXTS.of("tag.refused",
                what, session.name(), GeneralStatus.sentence(reply.status(), reply.extended())));
    }

    private DriverException malformed(MalformedReply e) {
        return new DriverException(Reason.COMM_FAILURE, TEXTS.of("untrusted", session.name(), e.what()), e);
    }
}
