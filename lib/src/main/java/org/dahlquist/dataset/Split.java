package org.dahlquist.dataset;

import java.util.Locale;

/** The two parts of a dataset; in the graph stages the training part is the labelled one. */
public enum Split {
    /** Samples the network is trained on; labelled points of the graph. */
    TRAIN,
    /** Samples the network is judged on; unlabelled points of the graph. */
    TEST;

    /** Folder and manifest key of this part: {@code train} or {@code test}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
