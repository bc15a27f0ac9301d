/** Runs the handlers of an application, which are written against the module {@code handlers}. */
@NullMarked
package io.wsfleet.gateway.handlers;

import org.jspecify.annotations.NullMarked;
