/** Clients, as a test drives them. */
@NullMarked
package io.wsfleet.e2e.client;

import org.jspecify.annotations.NullMarked;
