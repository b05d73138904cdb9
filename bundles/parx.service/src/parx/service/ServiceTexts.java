package parx.service;

import parx.model.Sentences;

/** Where the sentences are that several services say. Any thread. */
final class ServiceTexts {
    static final Sentences TEXTS = new Sentences(ServiceTexts.class);

    private ServiceTexts() {
    }
}
