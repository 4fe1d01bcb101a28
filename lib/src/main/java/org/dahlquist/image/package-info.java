/** Decode, scale and encode images; crop, flip and normalise them; measure channel statistics; no Spark. */
package org.dahlquist.image;
