/**
 * Tests on a real cluster, one class for each thing that an administrator would try. The classes
 * that end in IT run with {@code -Pe2e} only. Tests are in packages by subject. The other packages
 * have what the tests use: {@code cluster} the cluster, {@code client}, {@code nodejs} and {@code
 * process} the programs that connect to a fleet, {@code checker} and {@code load} the counted load,
 * {@code run} the settings and requirements of this run.
 */
@NullMarked
package io.wsfleet.e2e;

import org.jspecify.annotations.NullMarked;
