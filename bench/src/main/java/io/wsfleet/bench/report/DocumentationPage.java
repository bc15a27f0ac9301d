package io.wsfleet.bench.report;

/**
 * A page of the documentation with a part between two markers that is generated from the results.
 */
public final class DocumentationPage {

  private static final String BEGIN = "<!-- measured: written by bench/run --write-docs -->\n";
  private static final String END = "<!-- end of what was measured -->";

  private DocumentationPage() {}

  /** The page with that part generated again. */
  public static String withResults(String page, Results results) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "the page has not both of " + BEGIN.strip() + " and " + END);
    }
    return page.substring(0, begin + BEGIN.length())
        + "\n"
        + environment(results)
        + "\n\n"
        + ResultsTable.of(results)
        + "\nWhat everything else took of the machine in the loudest run that counts, and what the load"
        + " generator cost:\n\n"
        + ResultsTable.noise(results)
        + "\n"
        + page.substring(end);
  }

  private static String environment(Results results) {
    Results.MachineInfo machineInfo = results.machine();
    return "Measured on "
        + results.date()
        + ": "
        + machineInfo.processors()
        + " processors ("
        + machineInfo.processor()
        + "), "
        + machineInfo.memoryMegabytes() / 1024
        + " GB, "
        + machineInfo.kernel()
        + ", Java "
        + machineInfo.java()
        + ", "
        + machineInfo.redis()
        + (results.kind().equals("full")
            ? ""
            : ". This was no full run, but a " + results.kind() + " one")
        + ".";
  }
}
