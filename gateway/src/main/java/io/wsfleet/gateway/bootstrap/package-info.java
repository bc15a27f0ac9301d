/** The process: its settings become the parts above, it says how it is, and it ends in order. */
@NullMarked
package io.wsfleet.gateway.bootstrap;

import org.jspecify.annotations.NullMarked;
