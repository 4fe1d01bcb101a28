/** What a trained network says about a dataset: accuracy, features, robustness. */
package org.dahlquist.cluster.evaluation;
