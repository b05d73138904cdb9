package parx.simulator;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The tags of a simulated controller: finds, reads and writes them. Immutable apart from what the tags hold; any thread. */
final class Plc {
    private static final String PROGRAM = "Program:";

    private final List<CipTag> tags;
    private final Map<String, CipTag> byName = new LinkedHashMap<>();
    private final int firstInstance;

    /**
     * A place in a tag.
     *
     * @param elements that are there from it on
     * @param bit      of its byte for a BOOL in a structure; else -1
     */
    record Place(CipTag tag, CipType type, int offset, int elements, int bit) {
        int bytes() {
            return elements * type.size();
        }
    }

    /** @param firstInstance of its symbols; another one after each download */
    Plc(List<CipTag> tags, int firstInstance) {
        this.tags = List.copyOf(tags);
        this.firstInstance = firstInstance;
        tags.forEach(tag -> byName.put(key(tag.program().isEmpty() ? "" : PROGRAM + tag.program(), tag.name()), tag));
    }

    private static String key(String scope, String name) {
        return (scope.isEmpty() ? name : scope + "." + name).toLowerCase(Locale.ROOT);
    }

    /** The tags of the controller (empty) or of one program, by what a client calls it: "Program:Line". */
    List<CipTag> tags(String scope) {
        String program = scope.regionMatches(true, 0, PROGRAM, 0, PROGRAM.length()) ? scope.substring(PROGRAM.length()) : "";
        return tags.stream().filter(tag -> tag.program().equalsIgnoreCase(program)).toList();
    }

    /** Names with the word before them. */
    List<String> programs() {
        return tags.stream().map(CipTag::program).filter(name -> !name.isEmpty())
                .collect(java.util.stream.Collectors.toCollection(TreeSet::new)).stream().map(PROGRAM::concat).toList();
    }

    int firstInstance() {
        return firstInstance;
    }

    CipType.Structure structure(int instance) throws CipRefusal {
        for (CipTag tag : tags) {
            if (tag.type() instanceof CipType.Structure type) {
                CipType.Structure found = within(type, instance);
                if (found != null) {
                    return found;
                }
            }
        }
        throw new CipRefusal(CipRefusal.PATH_UNKNOWN);
    }

    private static CipType.Structure within(CipType.Structure type, int instance) {
        if (type.instance() == instance) {
            return type;
        }
        for (CipType.Member member : type.members()) {
            CipType.Structure found = member.type() instanceof CipType.Structure inner ? within(inner, instance) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    Place place(CipPath path) throws CipRefusal {
        List<CipPath.Step> steps = path.steps();
        if (steps.isEmpty() || steps.getFirst().name() == null) {
            throw new CipRefusal(CipRefusal.PATH_SEGMENT_ERROR);
        }
        String first = steps.getFirst().name();
        boolean ofProgram = first.regionMatches(true, 0, PROGRAM, 0, PROGRAM.length());
        if (ofProgram && (steps.size() < 2 || steps.get(1).name() == null)) {
            throw new CipRefusal(CipRefusal.PATH_SEGMENT_ERROR);
        }
        CipTag tag = byName.get(ofProgram ? key(first, steps.get(1).name()) : key("", first));
        if (tag == null) {
            throw new CipRefusal(CipRefusal.PATH_UNKNOWN);
        }
        return within(tag, steps.subList(ofProgram ? 2 : 1, steps.size()));
    }

    private static Place within(CipTag tag, List<CipPath.Step> steps) throws CipRefusal {
        int[] dimensions = tag.dimensions();
        Place place = new Place(tag, tag.type(), 0, tag.elements(), -1);
        int at = 0;
        while (at < steps.size()) {
            if (steps.get(at).name() == null) {
                int used = Math.min(dimensions.length, steps.size() - at);
                place = element(place, dimensions, steps.subList(at, at + used));
                at += used;
                dimensions = new int[0];
            } else {
                CipType.Member member = member(place, steps.get(at++).name());
                dimensions = member.length() > 0 ? new int[] {member.length()} : new int[0];
                place = new Place(tag, member.type(), place.offset + member.offset(), Math.max(1, member.length()), member.bit());
            }
        }
        return place;
    }

    private static CipType.Member member(Place place, String name) throws CipRefusal {
        if (!(place.type instanceof CipType.Structure structure)) {
            throw new CipRefusal(CipRefusal.PATH_SEGMENT_ERROR);
        }
        return structure.member(name).orElseThrow(() -> new CipRefusal(CipRefusal.PATH_UNKNOWN));
    }

    private static Place element(Place array, int[] dimensions, List<CipPath.Step> steps) throws CipRefusal {
        if (steps.size() != dimensions.length || dimensions.length == 0) {
            throw new CipRefusal(CipRefusal.PATH_SEGMENT_ERROR);
        }
        long index = 0;
        for (int i = 0; i < dimensions.length; i++) {
            Long one = steps.get(i).index();
            if (one == null) {
                throw new CipRefusal(CipRefusal.PATH_SEGMENT_ERROR);
            }
            if (one >= dimensions[i]) {
                throw new CipRefusal(CipRefusal.GENERAL_ERROR, CipRefusal.BEYOND_THE_END);
            }
            index = index * dimensions[i] + one;
        }
        return new Place(array.tag, array.type, array.offset + (int) index * array.type.size(), array.elements - (int) index, -1);
    }

    /** A number as a type's bytes. */
    static void put(ByteBuffer into, CipType.Elementary type, double value) {
        switch (type) {
            case BOOL -> into.put((byte) (value != 0 ? 1 : 0));
            case SINT, USINT -> into.put((byte) (long) value);
            case INT, UINT -> into.putShort((short) (long) value);
            case DINT, UDINT, DWORD -> into.putInt((int) (long) value);
            case LINT, ULINT -> into.putLong((long) value);
            case REAL -> into.putFloat((float) value);
            case LREAL -> into.putDouble(value);
        }
    }
}
