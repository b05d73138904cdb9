package parx.startup.internal;

import parx.model.Sentences;

/** Where the sentences of the start are. Any thread. */
final class StartupTexts {
    static final Sentences TEXTS = new Sentences(StartupTexts.class);

    private StartupTexts() {
    }
}
