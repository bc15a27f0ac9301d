/** A node is drained or cut off. */
@NullMarked
package io.wsfleet.e2e.nodes;

import org.jspecify.annotations.NullMarked;
