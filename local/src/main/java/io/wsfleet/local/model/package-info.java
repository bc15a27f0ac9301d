/**
 * Kinds, references and objects, which the API server, the controllers and the kubelet share.
 * Objects are Jackson trees and not generated classes: few fields of each kind are read here, and
 * everything else that a user writes must come back unchanged. A stored tree is never changed; code
 * that wants to change one copies it.
 */
@NullMarked
package io.wsfleet.local.model;

import org.jspecify.annotations.NullMarked;
