/** Our DL4J layers and vertices, which call ND4J's operations directly. */
package org.dahlquist.layer;
