package parx.simulator;

import static parx.simulator.DemoTexts.TEXTS;

import parx.service.Health;

/** How the demo plant's process is, as the status line shows it. Thread-safe: its guard writes, anybody reads. */
final class DemoHealth implements Health {
    private final int port;
    private volatile Condition now = new Condition(State.STARTING, TEXTS.text("health.starting"));

    /** What is true at one moment. */
    private record Condition(State state, String detail) {
    }

    DemoHealth(int port) {
        this.port = port;
    }

    void good() {
        now = new Condition(State.GOOD, TEXTS.text("health.good", port));
    }

    void again(String sentence) {
        now = new Condition(State.FAILED, sentence);
    }

    @Override
    public String part() {
        return "Demo plant";
    }

    @Override
    public State state() {
        return now.state();
    }

    @Override
    public String detail() {
        return now.detail();
    }
}
