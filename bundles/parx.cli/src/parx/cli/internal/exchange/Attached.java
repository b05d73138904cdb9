package parx.cli.internal.exchange;

import java.io.PrintStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.cli.internal.Services;
import parx.exchange.ExchangeException;
import parx.exchange.Progress;
import parx.service.StartException;
import parx.startup.Startup;

/** Runs work beside the ParX that may be running here, and turns its end into an exit code. Main thread. */
final class Attached {
    private static final Logger LOG = LoggerFactory.getLogger(Attached.class);
    /** As the parx script ends where it does not know a word. */
    private static final int WRONG_WORDS = 2;
    private static final int FAILED = 1;

    private Attached() {
    }

    /** What is to be done. */
    interface Work {
        /**
         * @return the exit code
         * @throws IllegalArgumentException where the words do not fit what is there; the message is a sentence
         */
        int run(Services services) throws StartException, ExchangeException;
    }

    /** Reads the words before anything is started. */
    interface Parser {
        Work parse(List<String> words);
    }

    static int run(String name, List<String> words, Parser parser) {
        Work work;
        try {
            work = parser.parse(words);
        } catch (IllegalArgumentException e) {
            return wrong(name, e);
        }
        try {
            Services services = new Services();
            Startup startup = services.get(Startup.class);
            // Ctrl+C ends the process at once; what the databases hold by then is whole.
            Thread stop = new Thread(startup::close, "stop-" + name);
            Runtime.getRuntime().addShutdownHook(stop);
            try {
                startup.attach(sentence -> LOG.info("{}", sentence));
                return work.run(services);
            } finally {
                startup.close();
            }
        } catch (IllegalArgumentException e) {
            return wrong(name, e);
        } catch (StartException | ExchangeException e) {
            LOG.warn("{} failed", name, e);
            System.err.println("parx: " + e.getMessage());
            return FAILED;
        } catch (RuntimeException | Error e) {
            // A library that is not there, too little memory: Equinox would say so in words of its own.
            return broken(name, e, System.err);
        }
    }

    /** Says that ParX itself failed, and where more is said. @return the exit code */
    static int broken(String name, Throwable e, PrintStream out) {
        String more = "See " + System.getProperty("parx.logs", "the logs") + "/parx.log for the cause.";
        switch (e) {
            case OutOfMemoryError memory -> out.println("parx: " + name + ": memory did not suffice. Give it more, such as "
                    + "PARX_JAVA_OPTIONS=-Xmx4g, and start again. " + more);
            case LinkageError library -> out.println("parx: " + name + ": this installation is incomplete (" + e.getMessage()
                    + "). Build it again with ./parx build. " + more);
            default -> out.println("parx: " + name + " failed by a fault in ParX (" + e + "); no file was left half-written. " + more);
        }
        LOG.error("{} failed", name, e);
        return FAILED;
    }

    private static int wrong(String name, IllegalArgumentException e) {
        System.err.println("parx: " + name + ": " + e.getMessage() + ". './parx --help' lists what there is.");
        return WRONG_WORDS;
    }

    /** Tells on the terminal, at most once for each percent, how far the work is. */
    static Progress progress(String name) {
        return new Progress() {
            private int told = -1;

            @Override
            public void done(double share, long rows) {
                int percent = (int) (share * 100);
                if (percent > told && System.console() != null) {
                    told = percent;
                    System.err.print("\r" + name + ": " + percent + " %, " + rows + " rows");
                    if (percent == 100) {
                        System.err.println();
                    }
                }
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };
    }
}
