package parx.ui;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Label;

/** What people have named, in a label, on a button or in a link: there an ampersand is the mark of a key. UI thread. */
public final class LabelText {
    private LabelText() {
    }

    /** @return what the widget is to be given so that it shows these words letter for letter */
    public static String plain(String words) {
        return words.replace("&", "&&");
    }

    /** Shows these words letter for letter. @return whether they need another height than the label has */
    public static boolean show(Label label, String words) {
        String text = plain(words);
        if (text.equals(label.getText())) {
            return false;
        }
        label.setText(text);
        Point has = label.getSize();
        return has.x == 0 || label.computeSize(has.x, SWT.DEFAULT).y != has.y;
    }
}
