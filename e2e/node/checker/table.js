// The report as a person reads it.

export function table(report, isClean) {
  const { byClients, byApi, closed, gap, ackMillis } = report;
  const lines = [
    `${report.clients} receivers, ${report.seconds} s`,
    '',
    row('', 'said', 'acknowledged', 'undetermined'),
    row('by clients', byClients.said, byClients.acknowledged, byClients.undetermined),
    row('by the API', byApi.said, byApi.acknowledged, byApi.undetermined),
    '',
    row('deliveries owed', report.owed),
    row('  missing', report.missing) + of(report.lost, 'message'),
    row('  twice', report.twice),
    row('  out of order', report.outOfOrder),
    row('sockets closed', total(closed)) + reasons(closed),
    row('  came back', report.recovered + report.notRecovered) + `  ${report.recovered} with all that they had missed`,
    row('receivers there', report.connected),
    '',
    `acknowledged within ${ackMillis.p50} ms (half), ${ackMillis.p99} ms (99 %), ${ackMillis.slowest} ms (all)`,
    `longest time without any: ${gap.millis} ms, from ${new Date(gap.start).toISOString()}`,
  ];
  if (total(report.sendersClosed) > 0) lines.push(`sockets of senders closed:${reasons(report.sendersClosed)}`);
  if (report.orders > 1) lines.push(`receivers heard different senders in ${report.orders} different orders`);
  if (report.late > 0) lines.push(`${report.late} deliveries that were not acknowledged came out of order`);
  if (report.heldBack > 0) lines.push(`${report.heldBack} messages were not said, since too many waited`);
  if (report.foreign > 0) lines.push(`${report.foreign} deliveries were of somebody else`);
  if (report.behind > 1000) lines.push(`this machine was ${report.behind} ms late: take fewer clients or messages`);
  if (byApi.skipped > 0) lines.push(`the API had forgotten ${byApi.skipped} times what it had acknowledged`);
  for (const { fault, receiver, sender, number } of report.first) {
    lines.push(`${fault}: message ${number} of ${sender} at receiver ${receiver}`);
  }
  lines.push('', isClean ? 'nothing that was acknowledged is missing, doubled or out of order' : 'NOT CLEAN');
  return lines.join('\n');
}

function row(name, ...cells) {
  return (name.padEnd(18) + cells.map((cell) => String(cell).padStart(14)).join('')).trimEnd();
}

function of(count, what) {
  return count === 0 ? '' : `  of ${count} ${what}${count === 1 ? '' : 's'}`;
}

function total(closed) {
  return Object.values(closed).reduce((sum, each) => sum + each, 0);
}

function reasons(closed) {
  const texts = Object.entries(closed).map(([reason, count]) => `${reason}: ${count}`);
  return texts.length === 0 ? '' : `  ${texts.join(', ')}`;
}
