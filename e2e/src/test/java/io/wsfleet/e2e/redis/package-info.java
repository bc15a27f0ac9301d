/** Redis fails, and no message is lost. */
@NullMarked
package io.wsfleet.e2e.redis;

import org.jspecify.annotations.NullMarked;
