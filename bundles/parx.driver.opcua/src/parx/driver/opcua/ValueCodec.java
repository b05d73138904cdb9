package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.lang.reflect.Array;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sentence;

/**
 * From what OPC UA sends to a number or a text. Whatever comes, a value of it is made or none; nothing is thrown.
 * Pure, any thread.
 */
final class ValueCodec {
    /** A server may send megabytes as one text; nobody reads more than this, and many may wait in memory. */
    static final int LONGEST_TEXT = 1_000;
    /** Variants may hold variants. */
    private static final int DEEPEST = 4;

    /**
     * @param value   NaN where it is text or absent
     * @param text    null where it is a number or absent
     * @param quality see {@link QualityCode}
     * @param problem why there is no value; empty where there is one
     * @param unknownNode whether the server says that there is no such node or element
     */
    record Decoded(double value, String text, byte quality, Sentence problem, boolean unknownNode) {
        Decoded(double value, String text, byte quality, Sentence problem) {
            this(value, text, quality, problem, false);
        }

        boolean isText() {
            return text != null;
        }
    }

    private ValueCodec() {
    }

    /** @param address of the value, for what is said of it */
    static Decoded decode(DataValue data, NodeAddress address) {
        StatusCode status = data.statusCode() == null ? StatusCode.GOOD : data.statusCode();
        byte quality = StatusWords.quality(status);
        if (QualityCode.isBad(quality)) {
            return new Decoded(Double.NaN, null, quality, StatusWords.refusal(status, address),
                    StatusWords.isUnknownNode(status));
        }
        Object value = plain(data.value() == null ? null : data.value().value(), !address.index().isEmpty(), DEEPEST);
        return switch (value) {
            case null -> none(Reason.DEVICE_ERROR, TEXTS.of("value.none", address.describe()));
            case Double number -> Double.isFinite(number) ? new Decoded(number, null, quality, Sentence.NONE)
                    : none(Reason.NOT_A_NUMBER, TEXTS.of("value.notANumber", address.describe(), number));
            case String text -> new Decoded(Double.NaN, text, quality, Sentence.NONE);
            default -> none(Reason.CONFIG_ERROR, unusable(value, address));
        };
    }

    private static Decoded none(Reason reason, Sentence problem) {
        return new Decoded(Double.NaN, null, QualityCode.of(reason), problem);
    }

    private static Sentence unusable(Object value, NodeAddress address) {
        if (value instanceof Matrix || value.getClass().isArray()) {
            return TEXTS.of("value.array", address.describe(), typeName(value));
        }
        return TEXTS.of("value.structure", address.describe(), typeName(value));
    }

    /** A Double, a String, null, or what cannot be shown as one value. */
    private static Object plain(Object value, boolean element, int depth) {
        if (depth == 0) {
            return null;
        }
        return switch (value) {
            case null -> null;
            case Number number -> number.doubleValue();
            case Boolean flag -> flag ? 1.0 : 0.0;
            case String text -> cut(text);
            case DateTime time -> cut(time.toIso8601String());
            case UUID id -> id.toString();
            case ByteString bytes -> hex(bytes);
            case XmlElement xml -> cut(String.valueOf(xml.getFragment()));
            case NodeId id -> cut(id.toParseableString());
            case ExpandedNodeId id -> cut(id.toParseableString());
            case StatusCode code -> (double) code.value();
            case QualifiedName name -> cut(String.valueOf(name.getName()));
            case LocalizedText text -> cut(String.valueOf(text.text() == null ? "" : text.text()));
            case Variant variant -> plain(variant.value(), element, depth - 1);
            case DataValue data -> data.value() == null ? null : plain(data.value().value(), element, depth - 1);
            case Matrix matrix -> element ? only(matrix.getElements(), depth) : matrix;
            default -> element && value.getClass().isArray() ? only(value, depth) : value;
        };
    }

    /** Asked for one element, a server answers with an array of one. */
    private static Object only(Object array, int depth) {
        return array == null || !array.getClass().isArray() ? null
                : Array.getLength(array) == 1 ? plain(Array.get(array, 0), true, depth - 1) : array;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    private static String hex(ByteString bytes) {
        byte[] all = bytes.bytesOrEmpty();
        return HexFormat.of().withUpperCase().formatHex(all, 0, Math.min(all.length, LONGEST_TEXT / 2));
    }

    /** "Double", "Int32[4]", for people. */
    static String typeName(Object value) {
        return switch (value) {
            case null -> "–";
            case Matrix matrix -> matrix.getDataType().map(Enum::name).orElse("Matrix")
                    + java.util.Arrays.toString(matrix.getDimensions());
            case Variant variant -> typeName(variant.value());
            default -> {
                boolean array = value.getClass().isArray();
                Class<?> type = array ? value.getClass().getComponentType() : value.getClass();
                String name = Optional.ofNullable(OpcUaDataType.fromBackingClass(type)).map(Enum::name)
                        .orElse(type.getSimpleName());
                yield array ? name + "[" + Array.getLength(value) + "]" : name;
            }
        };
    }
}
