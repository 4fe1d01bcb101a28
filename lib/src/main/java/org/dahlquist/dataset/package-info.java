/** Readers of public datasets and image archives, generated data, and Arrow shards with their manifest; no Spark. */
package org.dahlquist.dataset;
