/**
 * The gateways as Kubernetes objects: one Deployment for each revision, the Service in front of
 * them, and the environment of a gateway. Every object is a function of the resource.
 */
@NullMarked
package io.wsfleet.operator.gateway;

import org.jspecify.annotations.NullMarked;
