/**
 * The few Kubernetes controllers that a fleet needs, each a pure function from all objects to what
 * ought to change. They run after every change, until nothing is left to do.
 */
@NullMarked
package io.wsfleet.local.controllers;

import org.jspecify.annotations.NullMarked;
