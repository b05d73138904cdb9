package parx.driver.opcua;

import parx.model.Sentences;

/**
 * Where this driver's texts are. Of a setting: {@code scope.key} its label, {@code .help}, {@code .unit} and
 * {@code @choice}. Any thread.
 */
final class UaTexts {
    static final Sentences TEXTS = new Sentences(UaTexts.class);

    private UaTexts() {
    }
}
