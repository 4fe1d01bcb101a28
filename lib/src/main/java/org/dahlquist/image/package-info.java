/** Crop, flip and normalise images, and measure channel statistics; no Spark. */
package org.dahlquist.image;
