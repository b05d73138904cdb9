package parx.ui.channels.internal;

import java.util.Comparator;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.swt.widgets.Control;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.ui.channels.internal.ChannelTree.Grouping;

/**
 * Computes what the tree shows: reading, filtering and sorting many channels takes longer than a frame, so it happens on
 * a query thread. One computation at a time; what is asked meanwhile comes after it, as one. UI thread.
 */
final class ChannelModel {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelModel.class);

    private final ChannelServices services;
    private final ViewKit ui;
    private final Control owner;
    private final Consumer<Answer> show;
    private ChannelRows rows = ChannelRows.NONE;
    private Question newest = new Question(Grouping.CONNECTION, "", null, Set.of());
    private boolean reread;
    private boolean computing;
    private boolean again;

    /**
     * What a person wants to see.
     *
     * @param typed  the filter, as typed
     * @param order  how channels below a branch are sorted, null for the configuration's order
     * @param select the ids to select and to scroll to, empty to leave that as it is
     */
    record Question(Grouping grouping, String typed, Comparator<ChannelRow> order, Set<String> select) {
    }

    /** What there is to see. */
    record Answer(Question question, ChannelRows rows, ChannelTree tree) {
    }

    /** @param show takes each answer, on the UI thread */
    ChannelModel(ChannelServices services, ViewKit ui, Control owner, Consumer<Answer> show) {
        this.services = services;
        this.ui = ui;
        this.owner = owner;
        this.show = show;
    }

    /** The newest rows that were shown. */
    ChannelRows rows() {
        return rows;
    }

    /** Reads the channels again and answers this. */
    void reread(Question question) {
        reread = true;
        ask(question);
    }

    void ask(Question question) {
        newest = question;
        compute();
    }

    private void compute() {
        if (computing) {
            again = true;
            return;
        }
        computing = true;
        again = false;
        Question question = newest;
        ChannelRows known = rows;
        boolean read = reread;
        reread = false;
        ui.background().run(this, owner, () -> answer(question, known, read), this::answered, this::failed);
    }

    /** Query thread. */
    private Answer answer(Question question, ChannelRows known, boolean read) {
        ChannelRows now = read ? known.next(services.channels().all(), services) : known;
        ChannelTree tree = ChannelTree.of(now.all(), question.grouping(), ChannelFilter.of(question.typed()), question.order());
        return new Answer(question, now, tree);
    }

    private void answered(Answer answer) {
        computing = false;
        rows = answer.rows();
        show.accept(answer);
        if (again) {
            compute();
        }
    }

    private void failed(Exception fault) {
        computing = false;
        reread = true;
        LOG.error("The channels could not be prepared for the view", fault);
        ui.notifications().problem(ui.words().text("tree.failed"));
        if (again) {
            compute();
        }
    }
}
