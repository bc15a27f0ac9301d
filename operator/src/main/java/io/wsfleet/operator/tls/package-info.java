/**
 * What is known and decided of the certificates with which a fleet's programs speak TLS to each
 * other. They are somebody else's, as a rule cert-manager's; nothing here makes or stores one.
 */
@NullMarked
package io.wsfleet.operator.tls;

import org.jspecify.annotations.NullMarked;
