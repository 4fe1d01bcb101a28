package org.dahlquist.cluster.preparation;

import java.io.Serializable;
import org.dahlquist.dataset.Split;

/**
 * The images of one shard: a stretch of the part's shuffled list.
 *
 * @param split the part
 * @param number of the shard in the part
 * @param firstId id of the first image; the others follow, whether they turn out good or bad
 * @param from place of the first image in the list
 * @param images how many
 */
record PlannedShard(Split split, int number, long firstId, long from, int images) implements Serializable {}
