/** Messages between clients of several gateways. */
@NullMarked
package io.wsfleet.e2e.messages;

import org.jspecify.annotations.NullMarked;
