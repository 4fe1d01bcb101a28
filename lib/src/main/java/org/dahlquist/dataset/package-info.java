/** Readers of public datasets, the generated dataset, and Arrow shards with their manifest; no Spark. */
package org.dahlquist.dataset;
