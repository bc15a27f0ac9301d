/** Rate and count limits of a client or an address. Pure: the time is an argument. */
@NullMarked
package io.wsfleet.gateway.limits;

import org.jspecify.annotations.NullMarked;
