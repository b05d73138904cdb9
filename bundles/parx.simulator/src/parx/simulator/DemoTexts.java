package parx.simulator;

import parx.model.Sentences;

/** Where the sentences of the demo plant are. Any thread. */
final class DemoTexts {
    static final Sentences TEXTS = new Sentences(DemoTexts.class);

    private DemoTexts() {
    }
}
