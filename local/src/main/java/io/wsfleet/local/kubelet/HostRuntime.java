package io.wsfleet.local.kubelet;

import io.wsfleet.local.api.Registry;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts the processes of pods on this machine. */
record HostRuntime(
    Registry registry,
    ProgramCatalog programCatalog,
    PodDirectories podDirectories,
    ProcessGuard processGuard,
    ProbeExecutor checks,
    PodEventRecorder events) {

  /** Variables of this process that a container must not inherit. */
  private static final List<String> INHERITED = List.of("PATH", "JAVA_HOME", "LANG", "TZ");

  Process start(ProcessSpec plan, Path folder, Path log) throws IOException {
    PodDirectories.rotateLog(log);
    return processGuard.start(process(plan, folder, Redirect.appendTo(log.toFile())));
  }

  /** Starts a process beside the one of the container; its output is discarded. */
  Process exec(ProcessSpec plan, Path folder) throws IOException {
    return processGuard.start(process(plan, folder, Redirect.DISCARD));
  }

  private static ProcessBuilder process(ProcessSpec plan, Path folder, Redirect output) {
    ProcessBuilder builder =
        new ProcessBuilder(plan.command())
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(output);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(INHERITED);
    environment.put("HOME", folder.toString());
    environment.put("TMPDIR", folder.toString());
    environment.putAll(plan.environment());
    return builder;
  }
}
