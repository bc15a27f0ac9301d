/**
 * The Redis that joins the gateways: a master of one pod and its replicas, as Kubernetes objects.
 * All of it is a function of the resource; nothing here talks to Redis.
 */
@NullMarked
package io.wsfleet.operator.redis;

import org.jspecify.annotations.NullMarked;
