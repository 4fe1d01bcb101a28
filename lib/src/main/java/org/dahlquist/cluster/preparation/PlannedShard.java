package org.dahlquist.cluster.preparation;

import java.io.Serializable;
import org.dahlquist.dataset.Split;

/**
 * The images of one shard.
 *
 * @param split the part
 * @param number of the shard in the part
 * @param firstId id of the first image; the others follow, whether they turn out good or bad
 * @param ordinals their places in the part's index
 */
record PlannedShard(Split split, int number, long firstId, int[] ordinals) implements Serializable {}
