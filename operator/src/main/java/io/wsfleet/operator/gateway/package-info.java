/**
 * The servers that hold the connections, as Kubernetes objects: one Deployment for each revision,
 * the Service in front of them, and the environment that tells a gateway everything it knows. All
 * of it is a function of the resource.
 */
@NullMarked
package io.wsfleet.operator.gateway;

import org.jspecify.annotations.NullMarked;
