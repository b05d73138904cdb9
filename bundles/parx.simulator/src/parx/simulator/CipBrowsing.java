package parx.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What tags there are and what their types are made of: the symbol and template objects of Logix. One thread. */
final class CipBrowsing {
    private static final int STRUCTURE = 0x8000;
    private static final int DIMENSIONS_AT = 13;
    private static final int PROGRAM_TYPE = 0x1068;

    private final Plc plc;

    /** @param dimensions of an array */
    private record Symbol(long instance, String name, int type, int[] dimensions) {
    }

    CipBrowsing(Plc plc) {
        this.plc = plc;
    }

    /** Get Instance Attribute List: the symbols from an instance on, as many as fit. */
    void symbols(int service, CipPath path, ByteBuffer in, ByteBuffer out, int end) throws CipRefusal {
        if (service != 0x55) {
            throw new CipRefusal(CipRefusal.SERVICE_NOT_SUPPORTED);
        }
        int[] attributes = new int[in.getShort() & 0xFF];
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = in.getShort() & 0xFFFF;
        }
        String scope = path.steps().isEmpty() ? "" : path.steps().getFirst().name();
        for (Symbol symbol : all(scope)) {
            if (symbol.instance < path.instance()) {
                continue;
            }
            int length = 4 + 2 + symbol.name.length() + 2 + 12;
            if (out.position() + length > end) {
                throw new CipRefusal(CipRefusal.PARTIAL_TRANSFER);
            }
            out.putInt((int) symbol.instance);
            for (int attribute : attributes) {
                put(symbol, attribute, out);
            }
        }
    }

    private List<Symbol> all(String scope) {
        List<Symbol> symbols = new java.util.ArrayList<>();
        long instance = plc.firstInstance();
        for (CipTag tag : plc.tags(scope)) {
            int[] dimensions = tag.dimensions();
            int type = type(tag.type()) | dimensions.length << DIMENSIONS_AT;
            symbols.add(new Symbol(instance++, tag.name(), type, dimensions));
        }
        for (String program : scope.isEmpty() ? plc.programs() : List.<String>of()) {
            symbols.add(new Symbol(instance++, program, PROGRAM_TYPE, new int[0]));
        }
        return symbols;
    }

    private static int type(CipType type) {
        return type instanceof CipType.Structure structure ? STRUCTURE | structure.instance()
                : ((CipType.Elementary) type).code();
    }

    private static void put(Symbol symbol, int attribute, ByteBuffer out) throws CipRefusal {
        switch (attribute) {
            case 1 -> out.putShort((short) symbol.name.length()).put(symbol.name.getBytes(StandardCharsets.ISO_8859_1));
            case 2 -> out.putShort((short) symbol.type);
            case 8 -> {
                for (int i = 0; i < 3; i++) {
                    out.putInt(i < symbol.dimensions.length ? symbol.dimensions[i] : 0);
                }
            }
            default -> throw new CipRefusal(CipRefusal.ATTRIBUTE_NOT_SUPPORTED);
        }
    }

    /** Attributes of a template, or its members. */
    void template(int service, CipPath path, ByteBuffer in, ByteBuffer out, int end) throws CipRefusal {
        CipType.Structure structure = plc.structure((int) path.instance());
        byte[] definition = definition(structure);
        if (service == 0x03) {
            attributes(structure, definition.length, in, out);
        } else if (service == 0x4C) {
            int offset = Math.max(0, Math.min(definition.length, in.getInt()));
            int wanted = in.getShort() & 0xFFFF;
            int there = Math.max(0, Math.min(wanted, definition.length - offset));
            int count = Math.min(there, end - out.position());
            out.put(definition, offset, count);
            if (count < there) {
                throw new CipRefusal(CipRefusal.PARTIAL_TRANSFER);
            }
        } else {
            throw new CipRefusal(CipRefusal.SERVICE_NOT_SUPPORTED);
        }
    }

    private static void attributes(CipType.Structure structure, int length, ByteBuffer in, ByteBuffer out) {
        int count = in.getShort() & 0xFF;
        out.putShort((short) count);
        for (int i = 0; i < count; i++) {
            int attribute = in.getShort() & 0xFFFF;
            out.putShort((short) attribute).putShort((short) (attribute >= 1 && attribute <= 5 && attribute != 3 ? 0 : 0x14));
            switch (attribute) {
                case 1 -> out.putShort((short) structure.handle());
                case 2 -> out.putShort((short) structure.members().size());
                // Clients ask for four times this less 23 bytes.
                case 4 -> out.putInt((length + 23 + 3) / 4);
                case 5 -> out.putInt(structure.size());
                default -> {
                    // Said by its status.
                }
            }
        }
    }

    private static byte[] definition(CipType.Structure structure) {
        StringBuilder names = new StringBuilder(structure.name()).append(";n\0");
        structure.members().forEach(member -> names.append(member.name()).append('\0'));
        ByteBuffer out = ByteBuffer.allocate(8 * structure.members().size() + names.length())
                .order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (CipType.Member member : structure.members()) {
            int type = type(member.type()) | (member.length() > 0 ? 1 << DIMENSIONS_AT : 0);
            out.putShort((short) (member.bit() >= 0 ? member.bit() : member.length())).putShort((short) type)
                    .putInt(member.offset());
        }
        return out.put(names.toString().getBytes(StandardCharsets.ISO_8859_1)).array();
    }
}
