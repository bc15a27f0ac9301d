/**
 * What is the same for every object that the operator makes: its labels, whose it is, and the one
 * place that writes: {@link io.wsfleet.operator.kube.OwnedResources} brings a list of objects about
 * and says what the API server refused.
 */
@NullMarked
package io.wsfleet.operator.kube;

import org.jspecify.annotations.NullMarked;
