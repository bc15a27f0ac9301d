/** The process: settings, logging, wiring, leader election. */
@NullMarked
package io.wsfleet.operator.bootstrap;

import org.jspecify.annotations.NullMarked;
