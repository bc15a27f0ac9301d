/**
 * The objects of the cluster and the rules by which they change: {@link
 * io.wsfleet.local.api.Registry} is the API server without its HTTP interface. Everything is in
 * memory and under one lock.
 */
@NullMarked
package io.wsfleet.local.api;

import org.jspecify.annotations.NullMarked;
