package parx.app;

import org.eclipse.ui.IFolderLayout;
import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;

/** The three layouts, one per person. UI thread only. */
final class Perspectives {
    static final String ENGINEERING = "parx.app.perspective.engineering";
    static final String OPERATION = "parx.app.perspective.operation";
    static final String COMMISSIONING = "parx.app.perspective.commissioning";
    static final String CHANNELS_VIEW = "parx.ui.channels.view";
    static final String TREND_VIEW = "parx.ui.trend.view";
    static final String STORAGE_VIEW = "parx.ui.storage.view";
    static final String WELCOME_VIEW = "parx.app.welcome";

    /** On a low screen (720 pixels) less would leave the trend nothing but its tools and its legend. */
    private static final float HALF = 0.5f;

    private Perspectives() {
    }

    /** Channels beside the trend that explains them. */
    public static final class Engineering implements IPerspectiveFactory {
        @Override
        public void createInitialLayout(IPageLayout layout) {
            beside(layout, 0.55f);
        }
    }

    /** The trend alone: nothing that edits. */
    public static final class Operation implements IPerspectiveFactory {
        @Override
        public void createInitialLayout(IPageLayout layout) {
            layout.setEditorAreaVisible(false);
            IFolderLayout only = layout.createFolder("main", IPageLayout.LEFT, 1f, layout.getEditorArea());
            only.addView(TREND_VIEW);
            only.addPlaceholder(WELCOME_VIEW);
        }
    }

    /** Channels wide, with their raw side; the trend below. */
    public static final class Commissioning implements IPerspectiveFactory {
        @Override
        public void createInitialLayout(IPageLayout layout) {
            layout.setEditorAreaVisible(false);
            IFolderLayout top = layout.createFolder("main", IPageLayout.TOP, HALF, layout.getEditorArea());
            top.addView(CHANNELS_VIEW);
            top.addPlaceholder(WELCOME_VIEW);
            layout.createFolder("below", IPageLayout.BOTTOM, HALF, "main").addView(TREND_VIEW);
        }
    }

    private static void beside(IPageLayout layout, float share) {
        layout.setEditorAreaVisible(false);
        layout.createFolder("side", IPageLayout.LEFT, share, layout.getEditorArea()).addView(CHANNELS_VIEW);
        IFolderLayout main = layout.createFolder("main", IPageLayout.RIGHT, share, "side");
        main.addView(TREND_VIEW);
        // Beside the channels, so that they can be dragged onto a rule.
        main.addView(STORAGE_VIEW);
        main.addPlaceholder(WELCOME_VIEW);
    }
}
