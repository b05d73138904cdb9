package parx.acquisition.internal;

/** Every sample. Pipeline thread. */
final class EverySample extends KeepRule {
    EverySample(ActiveRule rule) {
        super(rule);
    }

    @Override
    int decide(SampleLine line, long timeMicros, double value, byte quality) {
        return NEW;
    }
}
