package parx.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.widgets.Display;

/** The sign of ParX on windows. UI thread only. */
final class Branding {
    private static final String KEY = "parx.app.images";
    private static final int[] SIZES = {16, 32, 48, 64, 128};

    private Branding() {
    }

    /** In the sizes that window managers ask for; they belong to the display. */
    static Image[] windowImages(Display display) {
        if (display.getData(KEY) instanceof Image[] known) {
            return known;
        }
        Image[] images = Arrays.stream(SIZES).mapToObj(size -> draw(display, size)).toArray(Image[]::new);
        display.setData(KEY, images);
        display.addListener(SWT.Dispose, event -> Arrays.stream(images).forEach(Image::dispose));
        return images;
    }

    private static Image draw(Display display, int size) {
        try (InputStream in = Branding.class.getResourceAsStream("/icons/parx.svg")) {
            String svg = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("width=\"64\" height=\"64\"", "width=\"" + size + "\" height=\"" + size + "\"");
            ImageData data = new ImageData(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
            return new Image(display, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
