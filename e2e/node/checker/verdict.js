// Compares the sent messages of the senders with the tallies of the receivers.

const NAMED = 10; // of each fault, one by one

export function verdict(senders, receivers) {
  const findings = { missing: 0, twice: 0, outOfOrder: 0, late: 0, arrived: 0, orders: new Set(), first: [] };
  const lost = new Set();
  const name = (fault, receiver, sender, number) => {
    if (findings.first.filter((each) => each.fault === fault).length < NAMED) {
      findings.first.push({ fault, receiver, sender: senders[sender].name, number });
    }
  };
  const sums = senders.map(({ sent }) => sent.sums());
  for (const { receiver, newest, holes, heard, order, twice, late, notKept } of receivers) {
    findings.arrived += heard;
    findings.orders.add(order);
    findings.twice += twice.length + notKept;
    twice.forEach(([sender, number]) => name('twice', receiver, sender, number));
    for (const [sender, number] of late) {
      // One that nobody acknowledged may come when it likes.
      if (!senders[sender].sent.isAcknowledged(number)) {
        findings.late++;
        continue;
      }
      findings.outOfOrder++;
      name('out of order', receiver, sender, number);
    }
    senders.forEach(({ sent }, sender) => {
      for (const [from, to] of [...holes[sender], [newest[sender] + 1, sent.said]]) {
        if (from > to) continue;
        const missing = sums[sender][to] - sums[sender][from - 1];
        findings.missing += missing;
        for (let number = from; number <= to && missing > 0; number++) {
          if (!sent.isAcknowledged(number)) continue;
          lost.add(sender * 2 ** 32 + number);
          name('missing', receiver, sender, number);
        }
      }
    });
  }
  return { ...findings, orders: findings.orders.size, lost: lost.size };
}

export function isClean({ missing, twice, outOfOrder, connected, clients }) {
  return missing === 0 && twice === 0 && outOfOrder === 0 && connected === clients;
}
