/**
 * The model of {@code spec.events} and {@code spec.announcements}: the operator generates the CRD
 * from it and writes it as JSON into the environment of gateways, which read it from there. The
 * annotations of the CRD generator are on the class path of the operator alone.
 */
@NullMarked
package io.wsfleet.contract.rules;

import org.jspecify.annotations.NullMarked;
