/**
 * The objects of the cluster and the rules by which they change: {@link
 * io.wsfleet.local.api.Registry} is what an API server is behind its HTTP surface. Everything
 * happens in memory and under one lock; nothing outlives the process.
 */
@NullMarked
package io.wsfleet.local.api;

import org.jspecify.annotations.NullMarked;
