package parx.ui;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Device;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageDataProvider;
import org.eclipse.swt.widgets.Button;
import parx.service.Subscription;

/**
 * The icons of ParX, drawn for this display's scale in the colours of the theme. They belong to this object: do not
 * dispose them. UI thread only.
 */
public final class Icons implements AutoCloseable {
    /** The size that every icon is drawn on, and the stroke that stands for the theme's colour. */
    private static final int GRID = 16;
    private static final String SIZE = "width=\"16\" height=\"16\"";
    private static final String STROKE = "#7A8691";

    private final Device device;
    private final Palette palette;
    private final Map<Key, Image> images = new HashMap<>();

    Icons(Device device, Palette palette) {
        this.device = device;
        this.palette = palette;
    }

    /** @param name a file {@code icons/name.svg} of this bundle @throws IllegalArgumentException if there is none */
    public Image image(String name) {
        return image(name, Palette.Token.SECONDARY);
    }

    /** The icon in another colour of the theme. Ask again after a change of theme. */
    public Image image(String name, Palette.Token token) {
        return images.computeIfAbsent(new Key(name, token, palette.dark()),
                key -> new Image(device, provider(key.name, palette.color(key.token))));
    }

    /** Gives the button this icon, in the colours of each theme that follows. */
    public void show(Button button, String name) {
        button.setImage(image(name));
        Subscription themed = palette.onChange(() -> button.setImage(image(name)));
        button.addListener(SWT.Dispose, event -> themed.close());
    }

    /** For actions and wizards of JFace. */
    public ImageDescriptor descriptor(String name) {
        return ImageDescriptor.createFromImageDataProvider(provider(name, palette.color(Palette.Token.SECONDARY)));
    }

    @Override
    public void close() {
        images.values().forEach(Image::dispose);
        images.clear();
    }

    private static ImageDataProvider provider(String name, Color color) {
        String svg = read(name).replace(STROKE, "#%02X%02X%02X".formatted(color.getRed(), color.getGreen(), color.getBlue()));
        return zoom -> {
            int pixels = Math.round(GRID * zoom / 100f);
            String sized = svg.replace(SIZE, "width=\"" + pixels + "\" height=\"" + pixels + "\"");
            return new ImageData(new ByteArrayInputStream(sized.getBytes(StandardCharsets.UTF_8)));
        };
    }

    private static String read(String name) {
        try (InputStream in = Icons.class.getResourceAsStream("/icons/" + name + ".svg")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no icon ‘" + name + "’");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What one image shows. */
    private record Key(String name, Palette.Token token, boolean dark) {
    }
}
