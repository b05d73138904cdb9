package parx.driver;

import parx.model.Sentences;

/** Where the texts are that mean the same to every driver, named as {@link Setting.Builder#said} says. Any thread. */
final class DriverTexts {
    static final Sentences TEXTS = new Sentences(DriverTexts.class);

    private DriverTexts() {
    }
}
