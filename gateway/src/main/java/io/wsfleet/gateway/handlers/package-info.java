/** Loads extensions and calls their handlers; implements the API of the module {@code handlers}. */
@NullMarked
package io.wsfleet.gateway.handlers;

import org.jspecify.annotations.NullMarked;
