/**
 * The cluster under test as its administrators see it: kubectl, namespaces, the installed operator,
 * fleets. Whatever goes beyond the Kubernetes API (signals to a container, the audit log) is
 * optional and comes from settings.
 */
@NullMarked
package io.wsfleet.e2e.cluster;

import org.jspecify.annotations.NullMarked;
