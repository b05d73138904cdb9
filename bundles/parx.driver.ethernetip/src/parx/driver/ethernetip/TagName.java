package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parx.model.SettingsException;

/**
 * The name of a tag, an element, a member or a bit, as the controller's programming tool writes it:
 * {@code Program:Main.Drives[3].Status.5}. Immutable, any thread.
 *
 * @param bit of an integer, 0 the least significant; -1 for none
 */
record TagName(String text, List<Member> members, int bit) {
    static final int MOST_CHARACTERS = 255;
    /** A path's length is one byte that counts words. */
    private static final int LONGEST_PATH = 2 * 255;
    private static final int ANSI_EXTENDED_SYMBOL = 0x91;
    private static final int ELEMENT_8 = 0x28;
    private static final int ELEMENT_16 = 0x29;
    private static final int ELEMENT_32 = 0x2A;
    private static final int MOST_INDEXES = 3;
    private static final int HIGHEST_BIT = 63;
    /** A colon parts the program's name, and the parts of a module's: Local:1:I. */
    private static final Pattern MEMBER = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*(?::[A-Za-z0-9_]+)*)((?:\\[[0-9, ]*\\])?)");

    /** One part between two dots. @param indexes of an array's element; empty for none */
    record Member(String name, List<Long> indexes) {
    }

    /** @throws SettingsException with a sentence */
    static TagName parse(String written) {
        String text = written.strip();
        if (text.isEmpty()) {
            throw new SettingsException("tagName", TEXTS.of("tag.missing"));
        }
        if (text.length() > MOST_CHARACTERS) {
            throw wrong("tag.long", MOST_CHARACTERS);
        }
        String[] parts = text.split("\\.", -1);
        int bit = -1;
        int count = parts.length;
        if (count > 1 && parts[count - 1].matches("[0-9]{1,3}")) {
            bit = Integer.parseInt(parts[--count]);
            if (bit > HIGHEST_BIT) {
                throw wrong("tag.bit", bit, HIGHEST_BIT);
            }
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(member(parts[i]));
        }
        boolean programAlone = members.size() == 1 && members.getFirst().name.regionMatches(true, 0, "Program:", 0, 8);
        if (programAlone) {
            throw wrong("tag.program");
        }
        TagName name = new TagName(text, List.copyOf(members), bit);
        if (name.path().length > LONGEST_PATH) {
            throw wrong("tag.parts");
        }
        return name;
    }

    private static Member member(String part) {
        Matcher matcher = MEMBER.matcher(part);
        if (!matcher.matches()) {
            throw wrong("tag.part", part);
        }
        String brackets = matcher.group(2);
        return new Member(matcher.group(1), brackets.isEmpty() ? List.of() : indexes(brackets.substring(1, brackets.length() - 1)));
    }

    private static List<Long> indexes(String list) {
        List<Long> indexes = new ArrayList<>();
        for (String one : list.split(",", -1)) {
            String number = one.strip();
            if (!number.matches("[0-9]{1,10}") || Long.parseLong(number) > 0xFFFF_FFFFL || indexes.size() == MOST_INDEXES) {
                throw wrong("tag.index", list);
            }
            indexes.add(Long.parseLong(number));
        }
        return List.copyOf(indexes);
    }

    private static SettingsException wrong(String key, Object... values) {
        return new SettingsException("tagName", TEXTS.of(key, values));
    }

    /** Whether it may be an element of an array of bits, which controllers keep 32 to an element. */
    boolean mayBeBitOfArray() {
        return bit < 0 && members.getLast().indexes.size() == 1;
    }

    /** Of one that {@link #mayBeBitOfArray}. */
    int bitOfArray() {
        return (int) (members.getLast().indexes.getFirst() % 32);
    }

    /** The element of 32 bits that holds it, of one that {@link #mayBeBitOfArray}. */
    TagName wordOfArray() {
        List<Member> changed = new ArrayList<>(members);
        Member last = changed.removeLast();
        changed.add(new Member(last.name, List.of(last.indexes.getFirst() / 32)));
        return new TagName(text, List.copyOf(changed), -1);
    }

    /** One symbolic segment. */
    static byte[] symbol(String name) {
        return new WireWriter().u8(ANSI_EXTENDED_SYMBOL).u8(name.length()).text(name).pad().done();
    }

    /** Symbolic and element segments (CIP volume 1, C-1.4), a whole number of words; the bit is not in it. */
    byte[] path() {
        WireWriter out = new WireWriter();
        for (Member member : members) {
            // A program's name and the word before it are one segment.
            out.bytes(symbol(member.name));
            for (long index : member.indexes) {
                if (index <= 0xFF) {
                    out.u8(ELEMENT_8).u8((int) index);
                } else if (index <= 0xFFFF) {
                    out.u8(ELEMENT_16).u8(0).u16((int) index);
                } else {
                    out.u8(ELEMENT_32).u8(0).u32(index);
                }
            }
        }
        return out.done();
    }
}
