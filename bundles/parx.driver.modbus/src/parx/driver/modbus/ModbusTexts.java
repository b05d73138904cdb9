package parx.driver.modbus;

import parx.model.Sentences;

/**
 * Where this driver's texts are. Of a setting: {@code scope.key} its label, {@code .help}, {@code .unit} and
 * {@code @choice}. Any thread.
 */
final class ModbusTexts {
    static final Sentences TEXTS = new Sentences(ModbusTexts.class);

    private ModbusTexts() {
    }
}
