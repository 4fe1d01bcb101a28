package org.dahlquist.cluster.landscape;

import org.apache.hadoop.fs.Path;

/**
 * A finished training whose loss surface is examined.
 *
 * @param run id of the run
 * @param prepared folder of its prepared dataset
 * @param model its model zip
 */
public record LandscapeSubject(String run, Path prepared, Path model) {}
