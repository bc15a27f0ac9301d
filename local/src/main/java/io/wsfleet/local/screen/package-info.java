/** The status table that a user sees while a fleet runs. */
@NullMarked
package io.wsfleet.local.screen;

import org.jspecify.annotations.NullMarked;
