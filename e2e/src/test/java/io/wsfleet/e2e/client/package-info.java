/** The clients that tests drive. */
@NullMarked
package io.wsfleet.e2e.client;

import org.jspecify.annotations.NullMarked;
