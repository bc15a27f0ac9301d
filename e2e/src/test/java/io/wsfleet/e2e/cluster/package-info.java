/**
 * The cluster under test as its administrators see it: kubectl, namespaces, the installed operator,
 * fleets. Signals to a container, the audit log and other things beyond the Kubernetes API are
 * optional and come from settings.
 */
@NullMarked
package io.wsfleet.e2e.cluster;

import org.jspecify.annotations.NullMarked;
