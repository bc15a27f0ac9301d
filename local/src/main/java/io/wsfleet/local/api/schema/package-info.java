/**
 * What the structural schema of a CustomResourceDefinition asks for (defaults, types, bounds,
 * unknown fields), and how lists are merged, for its objects and for built-in ones. Pure.
 */
@NullMarked
package io.wsfleet.local.api.schema;

import org.jspecify.annotations.NullMarked;
