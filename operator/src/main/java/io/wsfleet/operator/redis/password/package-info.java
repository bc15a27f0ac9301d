/**
 * How the password of a fleet's Redis becomes another one while all of it goes on: {@link
 * io.wsfleet.operator.redis.password.Rotation} decides, and knows of Redis only what it is told.
 */
@NullMarked
package io.wsfleet.operator.redis.password;

import org.jspecify.annotations.NullMarked;
