/**
 * How log lines are written: what strangers sent never starts a line of its own or fills a disk.
 */
@NullMarked
package io.wsfleet.gateway.log;

import org.jspecify.annotations.NullMarked;
