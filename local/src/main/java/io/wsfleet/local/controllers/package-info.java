/**
 * The Kubernetes controllers that a fleet needs. Each is a pure function from all objects to the
 * wanted changes. They run after every change until no change is wanted.
 */
@NullMarked
package io.wsfleet.local.controllers;

import org.jspecify.annotations.NullMarked;
