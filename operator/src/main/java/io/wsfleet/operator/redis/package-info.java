/**
 * The Redis of a fleet as Kubernetes objects: one master and its replicas. Every object is a
 * function of the resource; nothing here connects to Redis.
 */
@NullMarked
package io.wsfleet.operator.redis;

import org.jspecify.annotations.NullMarked;
