/** What all parts on Spark share: failures brought to light, files of tasks, caches of executors. */
package org.dahlquist.cluster;
