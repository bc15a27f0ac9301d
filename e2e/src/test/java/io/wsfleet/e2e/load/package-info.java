/** A WebSocketCluster with clients and messages, while something happens to it. */
@NullMarked
package io.wsfleet.e2e.load;

import org.jspecify.annotations.NullMarked;
