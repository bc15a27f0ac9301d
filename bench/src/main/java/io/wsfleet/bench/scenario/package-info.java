/**
 * The scenarios: what is measured, how long, how often, and when a run does not count. A scenario
 * gets a running system and returns a result.
 */
@NullMarked
package io.wsfleet.bench.scenario;

import org.jspecify.annotations.NullMarked;
