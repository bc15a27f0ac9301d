/** The JSON that a gateway replies to {@code /status} on its management port. */
@NullMarked
package io.wsfleet.contract.status;

import org.jspecify.annotations.NullMarked;
