package io.wsfleet.local.api;

import io.wsfleet.local.model.Resource;
import java.util.List;

/** The objects of a list and the resource version from which a watch can continue. */
public record ObjectList(long version, List<Resource> items) {}
