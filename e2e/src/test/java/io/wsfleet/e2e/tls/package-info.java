/** TLS on all connections. */
@NullMarked
package io.wsfleet.e2e.tls;

import org.jspecify.annotations.NullMarked;
