// A thread that holds some of the receivers: clients of the real library that come back by themselves.
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { Tally } from './tally.js';
import { connection } from './connection.js';

// What is heard late is not lost, but a fleet that gets no processor looks as if it were down.
try {
  setPriority(0, 5);
} catch {
  // Only a courtesy.
}

const { io } = createRequire(import.meta.url)('socket.io-client');
const { first, count, run, senders, said, ...way } = workerData;
const closed = {};
const totals = { connects: 0, recovered: 0, foreign: 0 };
let slowestTick = 0;

class Receiver {
  constructor(name) {
    this.tally = new Tally(senders);
    this.connects = 0;
    this.socket = connection(io, way, name, 'receiver');
    this.socket.on('connect', () => {
      if (this.connects++ > 0) totals.connects++;
      if (this.socket.recovered) totals.recovered++;
    });
    this.socket.on('disconnect', (reason) => (closed[reason] = (closed[reason] ?? 0) + 1));
    this.socket.on(said, (ofRun, sender, number) => {
      if (ofRun === run) this.tally.hear(sender, number);
      else totals.foreign++;
    });
  }
}

const receivers = Array.from({ length: count }, (_, index) => new Receiver(first + index));

// A thread that cannot keep up with what it is told is late for its own timers.
let last = Date.now();
setInterval(() => {
  const now = Date.now();
  slowestTick = Math.max(slowestTick, now - last - 100);
  last = now;
}, 100);

const answers = {
  connected: () => receivers.filter((each) => each.socket.connected).length,
  begin: () => (slowestTick = 0),
  heard: () => receivers.reduce((sum, each) => sum + each.tally.heard, 0),
  report: () => ({
    closed,
    ...totals,
    behind: slowestTick,
    connected: answers.connected(),
    tallies: receivers.map(({ tally }, index) => ({ receiver: first + index, ...tally })),
  }),
  end: () => {
    for (const { socket } of receivers) socket.removeAllListeners('disconnect').disconnect();
    setTimeout(() => process.exit(0), 200);
  },
};

parentPort.on('message', ({ id, question }) => parentPort.postMessage({ id, answer: answers[question]() }));
