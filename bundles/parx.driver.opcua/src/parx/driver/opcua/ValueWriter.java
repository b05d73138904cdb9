package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import parx.driver.DriverException;
import parx.driver.opcua.ValueCodec.Decoded;
import parx.model.Reason;

/** Writes one value in the type that the server has for it, and reads it back. Owned by the io thread. */
final class ValueWriter {
    private final Session session;
    private final Namespaces namespaces;

    ValueWriter(Session session, Namespaces namespaces) {
        this.session = session;
        this.namespaces = namespaces;
    }

    /** @throws DriverException if nothing was written, or something else is read back; the message says which */
    void write(NodeAddress address, Object value) throws DriverException {
        NodeId node = namespaces.nodeId(address).orElseThrow(() -> new DriverException(Reason.NO_SUCH_ADDRESS,
                TEXTS.of("refused.namespace", address.describe())));
        DataValue before = read(node, address);
        if (before.statusCode() != null && before.statusCode().isBad() && StatusWords.isUnknownNode(before.statusCode())) {
            throw new DriverException(Reason.NO_SUCH_ADDRESS, StatusWords.refusal(before.statusCode(), address));
        }
        Object typed = typed(before.value() == null ? null : before.value().value(), value, address);
        StatusCode[] results = session.await(session.client().writeAsync(List.of(new WriteValue(node, AttributeId.Value.uid(),
                address.index().isEmpty() ? null : address.index(), DataValue.valueOnly(Variant.of(typed)))))).getResults();
        StatusCode result = results == null || results.length == 0 ? new StatusCode(StatusCodes.Bad_NoData) : results[0];
        if (!result.isGood()) {
            throw new DriverException(Reason.DEVICE_ERROR, TEXTS.of("write.refused", address.describe(), StatusWords.name(result)));
        }
        Decoded wanted = ValueCodec.decode(DataValue.valueOnly(Variant.of(typed)), address);
        Decoded now = ValueCodec.decode(read(node, address), address);
        if (wanted.value() != now.value() && !(Double.isNaN(wanted.value()) && Double.isNaN(now.value()))
                || !Objects.equals(wanted.text(), now.text())) {
            throw new DriverException(Reason.DEVICE_ERROR, TEXTS.of("write.other", address.describe(),
                    now.isText() ? now.text() : now.value()));
        }
    }

    private DataValue read(NodeId node, NodeAddress address) throws DriverException {
        DataValue[] values = session.await(session.client().readAsync(0, TimestampsToReturn.Both,
                List.of(ItemGroup.readValue(node, address)))).getResults();
        return values != null && values.length == 1 ? values[0] : new DataValue(StatusCodes.Bad_NoData);
    }

    /** The value as what the server has there now; as one element where it has an array of it. */
    private static Object typed(Object example, Object value, NodeAddress address) throws DriverException {
        Object elements = example instanceof Matrix matrix ? matrix.getElements() : example;
        boolean element = elements != null && elements.getClass().isArray();
        if (elements == null || element && address.index().isEmpty()) {
            throw new DriverException(Reason.CONFIG_ERROR, TEXTS.of(element ? "value.array" : "write.noType", address.describe(),
                    ValueCodec.typeName(example)));
        }
        Class<?> type = element ? elements.getClass().getComponentType() : elements.getClass();
        try {
            Object one = scalar(type, value);
            if (!element) {
                return one;
            }
            Object array = java.lang.reflect.Array.newInstance(type, 1);
            java.lang.reflect.Array.set(array, 0, one);
            return array;
        } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException e) {
            OpcUaDataType name = OpcUaDataType.fromBackingClass(type);
            throw new DriverException(Reason.CONFIG_ERROR, TEXTS.of("write.type", address.describe(), value,
                    name == null ? type.getSimpleName() : name.name()), e);
        }
    }

    private static Object scalar(Class<?> type, Object value) {
        if (type == String.class) {
            return String.valueOf(value);
        }
        if (type == LocalizedText.class) {
            return LocalizedText.english(String.valueOf(value));
        }
        if (type == DateTime.class) {
            return new DateTime(Instant.parse(String.valueOf(value).strip()));
        }
        BigDecimal number = number(value);
        if (type == Boolean.class) {
            int flag = number.intValueExact();
            if (flag != 0 && flag != 1) {
                throw new IllegalArgumentException("neither 0 nor 1");
            }
            return flag == 1;
        }
        if (type == Double.class) {
            return number.doubleValue();
        }
        if (type == Float.class) {
            return number.floatValue();
        }
        return whole(type, number);
    }

    private static BigDecimal number(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return new BigDecimal(String.valueOf(value).strip());
    }

    private static Object whole(Class<?> type, BigDecimal number) {
        if (type == Byte.class) {
            return number.byteValueExact();
        }
        if (type == Short.class) {
            return number.shortValueExact();
        }
        if (type == Integer.class) {
            return number.intValueExact();
        }
        if (type == Long.class) {
            return number.longValueExact();
        }
        if (type == UByte.class) {
            return Unsigned.ubyte(number.shortValueExact());
        }
        if (type == UShort.class) {
            return Unsigned.ushort(number.intValueExact());
        }
        if (type == UInteger.class) {
            return Unsigned.uint(number.longValueExact());
        }
        if (type == ULong.class) {
            return Unsigned.ulong(number.toBigIntegerExact());
        }
        throw new IllegalArgumentException("of no simple type");
    }
}
