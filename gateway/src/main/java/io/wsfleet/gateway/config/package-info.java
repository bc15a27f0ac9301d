/**
 * The settings as environment variables, and what is wrong with one. Every settings record reads
 * itself from here.
 */
@NullMarked
package io.wsfleet.gateway.config;

import org.jspecify.annotations.NullMarked;
