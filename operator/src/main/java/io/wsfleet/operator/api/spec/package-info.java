/** The spec of a WebSocketCluster: the only definition of its schema. */
@NullMarked
package io.wsfleet.operator.api.spec;

import org.jspecify.annotations.NullMarked;
