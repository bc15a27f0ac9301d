/**
 * The admission of an object that a request wants to store: a chain of steps that complete the
 * object and collect what is wrong with it. {@link io.wsfleet.local.api.admission.AdmissionChain}
 * has the order of the steps.
 */
@NullMarked
package io.wsfleet.local.api.admission;

import org.jspecify.annotations.NullMarked;
