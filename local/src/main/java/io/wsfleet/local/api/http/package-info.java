/**
 * The HTTP interface of the API server, for kubectl and any Kubernetes client: paths, content
 * types, watches, tables, discovery. It decides nothing about objects.
 */
@NullMarked
package io.wsfleet.local.api.http;

import org.jspecify.annotations.NullMarked;
