package parx.driver.ethernetip;

import parx.model.Sentences;

/**
 * Where this driver's texts are. Of a setting: {@code scope.key} its label, {@code .help}, {@code .unit} and
 * {@code @choice}. Any thread.
 */
final class EthernetIpTexts {
    static final Sentences TEXTS = new Sentences(EthernetIpTexts.class);

    private EthernetIpTexts() {
    }
}
