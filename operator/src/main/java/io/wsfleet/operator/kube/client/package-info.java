/** Reads and writes the objects that a WebSocketCluster owns. */
@NullMarked
package io.wsfleet.operator.kube.client;

import org.jspecify.annotations.NullMarked;
