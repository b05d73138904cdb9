package parx.persistence.internal.texts;

import parx.model.Sentences;

/** Where the sentences of this bundle are. Any thread. */
public final class PersistenceTexts {
    public static final Sentences TEXTS = new Sentences(PersistenceTexts.class);

    private PersistenceTexts() {
    }
}
