package parx.ui;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.swt.dnd.ByteArrayTransfer;
import org.eclipse.swt.dnd.TransferData;

/** Carries channel ids by drag and drop and by clipboard; the data is a {@code List<String>}. UI thread only. */
public final class ChannelTransfer extends ByteArrayTransfer {
    private static final String TYPE_NAME = "parx-channels";
    private static final int TYPE_ID = registerType(TYPE_NAME);

    @Override
    protected int[] getTypeIds() {
        return new int[] {TYPE_ID};
    }

    @Override
    protected String[] getTypeNames() {
        return new String[] {TYPE_NAME};
    }

    @Override
    protected boolean validate(Object object) {
        return object instanceof List<?> ids && !ids.isEmpty() && ids.stream().allMatch(String.class::isInstance);
    }

    @Override
    protected void javaToNative(Object object, TransferData transferData) {
        if (validate(object) && isSupportedType(transferData)) {
            List<String> ids = ((List<?>) object).stream().map(String.class::cast).toList();
            super.javaToNative(encode(ids), transferData);
        }
    }

    @Override
    protected Object nativeToJava(TransferData transferData) {
        return isSupportedType(transferData) && super.nativeToJava(transferData) instanceof byte[] bytes
                ? decode(bytes) : null;
    }

    /** A zero byte ends each id: nothing that a person types contains one. */
    static byte[] encode(List<String> ids) {
        return (String.join("\0", ids) + "\0").getBytes(StandardCharsets.UTF_8);
    }

    static List<String> decode(byte[] bytes) {
        return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
    }
}
