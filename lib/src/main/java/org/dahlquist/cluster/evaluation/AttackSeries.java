package org.dahlquist.cluster.evaluation;

import java.io.Serializable;
import java.util.List;
import org.dahlquist.robustness.Attack;

/**
 * An attack and the levels at which its outcome is counted.
 *
 * @param kind its name in the table
 * @param levels the one radius that is built into the attack, or the L2 distances within which a found image counts
 * @param attack the attack
 * @param nearest whether the attack looks for the nearest misclassified image, so that one run serves all levels
 */
@SuppressWarnings("serial") // the lists made here are serialisable
record AttackSeries(String kind, List<Double> levels, Attack attack, boolean nearest) implements Serializable {}
