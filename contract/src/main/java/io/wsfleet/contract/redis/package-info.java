/**
 * Keys, fields and Lua scripts in Redis. The scripts are resource files of this package, each with
 * a header that says what it does; docs/bus.md explains how they work together.
 */
@NullMarked
package io.wsfleet.contract.redis;

import org.jspecify.annotations.NullMarked;
