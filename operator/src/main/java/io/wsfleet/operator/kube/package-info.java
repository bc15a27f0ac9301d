/**
 * Labels, ownership and templates of the objects that the operator creates, and the failures to
 * apply one.
 */
@NullMarked
package io.wsfleet.operator.kube;

import org.jspecify.annotations.NullMarked;
