package io.wsfleet.local.api;

import io.wsfleet.local.model.Resource;
import java.util.List;

/** Objects as they were at a version, from which a watch can go on. */
public record ObjectList(long version, List<Resource> items) {}
