/** Clients that lose their gateway recover their session. */
@NullMarked
package io.wsfleet.e2e.recovery;

import org.jspecify.annotations.NullMarked;
