package org.dahlquist.cluster.input;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dahlquist.DahlquistException;

/**
 * Names one minibatch of a run: a position in the sample order of an epoch.
 *
 * @param epoch from 0
 * @param index position of the minibatch in the epoch, from 0
 */
public record Minibatch(int epoch, int index) {
    private static final Pattern FORM = Pattern.compile("epoch=(\\d{1,9})&minibatch=(\\d{1,9})");

    /** The text form, which travels through Spark as a path would. */
    public String descriptor() {
        return "epoch=" + epoch + "&minibatch=" + index;
    }

    /** The minibatch that a text form names. */
    static Minibatch parse(String descriptor) {
        Matcher matcher = FORM.matcher(descriptor);
        if (!matcher.matches()) {
            throw DahlquistException.data(
                    "a minibatch is named like epoch=3&minibatch=17, but got %s; train through DistributedTraining",
                    descriptor);
        }
        return new Minibatch(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
}
