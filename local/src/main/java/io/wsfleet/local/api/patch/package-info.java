/**
 * The ways to change an object without replacing it: JSON merge patch, strategic merge patch, and
 * server-side apply with the field ownership that it needs. Pure.
 */
@NullMarked
package io.wsfleet.local.api.patch;

import org.jspecify.annotations.NullMarked;
