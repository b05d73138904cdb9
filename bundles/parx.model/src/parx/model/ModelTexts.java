package parx.model;

/** Where this package's sentences are. Any thread. */
final class ModelTexts {
    static final Sentences TEXTS = new Sentences(ModelTexts.class);

    private ModelTexts() {
    }
}
