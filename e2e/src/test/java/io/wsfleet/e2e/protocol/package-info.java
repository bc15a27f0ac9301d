/** The same as the Node server, and what hostile clients try. */
@NullMarked
package io.wsfleet.e2e.protocol;

import org.jspecify.annotations.NullMarked;
