/**
 * What is measured, how long, how often, and when a run does not count. A scenario takes a fleet
 * that is up and gives back an outcome; it knows nothing of how that is shown.
 */
@NullMarked
package io.wsfleet.bench.scenario;

import org.jspecify.annotations.NullMarked;
