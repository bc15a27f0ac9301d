/**
 * What the API server, the controllers and the kubelet speak about: kinds, references and objects.
 * Objects are Jackson trees, not generated classes: only a few fields of each kind are ever read
 * here, and whatever else a user writes has to come back unchanged. A tree that is in the store is
 * never changed; whoever wants to change one copies it.
 */
@NullMarked
package io.wsfleet.local.model;

import org.jspecify.annotations.NullMarked;
