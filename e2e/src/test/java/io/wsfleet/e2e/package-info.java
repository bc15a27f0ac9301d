/**
 * What must hold on a real cluster, one class for each thing that a person would try. The classes
 * that end in IT run with {@code -Pe2e} only. Packages below hold what they drive: {@code cluster}
 * the cluster, {@code peer} those who talk to a fleet, {@code run} what this run was told and has.
 */
@NullMarked
package io.wsfleet.e2e;

import org.jspecify.annotations.NullMarked;
