/**
 * The certificates for TLS inside a fleet: reads and checks the Secret, and decides when Redis
 * reads it again. The certificates belong to somebody else, usually cert-manager; nothing here
 * creates or stores one.
 */
@NullMarked
package io.wsfleet.operator.tls;

import org.jspecify.annotations.NullMarked;
