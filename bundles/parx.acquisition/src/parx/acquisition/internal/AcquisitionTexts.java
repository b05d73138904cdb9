package parx.acquisition.internal;

import parx.model.Sentences;

/** Where the sentences of acquisition are. Any thread. */
final class AcquisitionTexts {
    static final Sentences TEXTS = new Sentences(AcquisitionTexts.class);

    private AcquisitionTexts() {
    }
}
