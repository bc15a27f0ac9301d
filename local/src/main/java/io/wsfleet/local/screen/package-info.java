/** What a person sees while a fleet is up: one table that stays true. */
@NullMarked
package io.wsfleet.local.screen;

import org.jspecify.annotations.NullMarked;
