/** Event loops, timers, deadlines and TLS. It knows no protocol. */
@NullMarked
package io.wsfleet.gateway.net;

import org.jspecify.annotations.NullMarked;
