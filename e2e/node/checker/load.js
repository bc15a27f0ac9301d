// Receivers and senders of one run: connects them, has them speak by the clock, lets everything arrive, reports.
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Acknowledgements } from './acknowledgements.js';
import { ApiClient, Client } from './senders.js';
import { verdict } from './verdict.js';

const { io } = createRequire(import.meta.url)('socket.io-client');
const CONNECT_SECONDS = 60;
const RECEIVERS_A_THREAD = 150;
const QUIET = 1000; // milliseconds in which nothing arrives any more

/** Nothing could be measured. */
export class Unmeasured extends Error {}

export class Load {
  constructor(options) {
    Object.assign(this, { options, speaking: false, began: 0, ended: 0 });
    this.run = Math.floor(Math.random() * 2 ** 31);
    this.acknowledgements = new Acknowledgements(Date.now());
    this.senders = [];
    this.threads = [];
    this.timer = undefined;
  }

  /** Resolves when all are there. */
  async connect() {
    const { clients, senders, apis, urls, path, from, said } = this.options;
    const told = { ...this.options, run: this.run };
    for (let i = 0; i < senders; i++) this.senders.push(new Client(io, i, told, this.acknowledgements));
    for (let i = 0; i < senders && apis.length > 0; i++) {
      this.senders.push(new ApiClient(this.senders.length, told, this.acknowledgements));
    }
    const threads = this.options.threads ?? Math.min(availableParallelism(), Math.ceil(clients / RECEIVERS_A_THREAD));
    for (let i = 0; i < threads; i++) {
      const first = Math.floor((clients * i) / threads);
      const count = Math.floor((clients * (i + 1)) / threads) - first;
      const workerData = { first, count, run: this.run, senders: this.senders.length, said, urls, path, from };
      this.threads.push(new Thread(workerData));
    }
    const sockets = this.senders.filter((each) => each.socket);
    for (let waited = 0; ; waited += 100) {
      const connected = sum(await this.ask('connected'));
      if (connected === clients && sockets.every((each) => each.socket.connected)) return;
      if (waited > CONNECT_SECONDS * 1000) {
        throw new Unmeasured(`${connected} of ${clients} clients could connect in ${CONNECT_SECONDS} s`);
      }
      await sleep(100);
    }
  }

  /** By the clock, in turns, for a timer that is late must not slow it down. */
  async speak() {
    await this.ask('begin');
    this.began = Date.now();
    this.acknowledgements.last = this.began;
    this.speaking = true;
    let spoken = 0;
    this.timer = setInterval(() => {
      const due = ((Date.now() - this.began) * this.options.rate) / 1000;
      while (spoken < due) this.senders[spoken++ % this.senders.length].speak();
    }, 5);
  }

  /** Stops speaking and waits until all has arrived and nothing arrives any more, or for as long as is allowed. */
  async settle() {
    this.hush();
    this.ended = Date.now();
    const until = Date.now() + this.options.settleSeconds * 1000;
    let heard = -1;
    for (;;) {
      const now = sum(await this.ask('heard'));
      const isQuiet = now === heard && this.senders.every((each) => each.waiting === 0);
      if (Date.now() > until || (isQuiet && (await this.report()).missing === 0)) return;
      heard = now;
      await sleep(QUIET);
    }
  }

  hush() {
    clearInterval(this.timer);
    this.speaking = false;
    for (const sender of this.senders) sender.hush?.();
  }

  async report() {
    const parts = await this.ask('report');
    const { allSent, counts } = this.said();
    const findings = verdict(this.senders, parts.flatMap((part) => part.tallies));
    const connects = sum(parts.map((part) => part.connects));
    const recovered = sum(parts.map((part) => part.recovered));
    const now = Date.now();
    return {
      clients: this.options.clients,
      connected: sum(parts.map((part) => part.connected)),
      seconds: Math.round(((this.ended || now) - this.began) / 1000),
      ...counts,
      owed: sum(allSent.map((each) => each.acknowledged)) * this.options.clients,
      ...findings,
      foreign: sum(parts.map((part) => part.foreign)),
      closed: sumOf(parts.map((part) => part.closed)),
      sendersClosed: sumOf(this.senders.map((each) => each.closed)),
      recovered,
      notRecovered: connects - recovered,
      behind: Math.max(...parts.map((part) => part.behind)),
      ...this.acknowledgements.report(now, this.speaking),
    };
  }

  said() {
    const by = (kind) => {
      const those = this.senders.filter((each) => each.kind === kind);
      const said = sum(those.map((each) => each.sent.said));
      const acknowledged = sum(those.map((each) => each.sent.acknowledged));
      return { said, acknowledged, undetermined: said - acknowledged };
    };
    const backEnds = this.senders.filter((each) => each.kind === 'api');
    const counted = (what) => sum(backEnds.map((each) => each[what]));
    return {
      allSent: this.senders.map((each) => each.sent),
      counts: {
        byClients: by('client'),
        byApi: { ...by('api'), retries: counted('retries'), known: counted('known'), skipped: counted('skipped') },
        heldBack: sum(this.senders.map((each) => each.heldBack)),
        refusal: backEnds.find((each) => each.refusal)?.refusal ?? '',
      },
    };
  }

  async close() {
    this.hush();
    for (const sender of this.senders) sender.end();
    await Promise.all(this.threads.map((thread) => thread.end()));
  }

  ask(question) {
    return Promise.all(this.threads.map((thread) => thread.ask(question)));
  }
}

class Thread {
  constructor(workerData) {
    this.worker = new Worker(new URL('./receivers.js', import.meta.url), { workerData });
    this.waiting = new Map();
    this.asked = 0;
    this.worker.on('message', ({ id, answer }) => {
      this.waiting.get(id)(answer);
      this.waiting.delete(id);
    });
  }

  ask(question) {
    const id = this.asked++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.worker.postMessage({ id, question });
    });
  }

  end() {
    const ended = new Promise((resolve) => this.worker.once('exit', resolve));
    this.worker.postMessage({ id: -1, question: 'end' });
    this.waiting.set(-1, () => {});
    return ended;
  }
}

function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}

function sumOf(counts) {
  const all = {};
  for (const [name, count] of counts.flatMap(Object.entries)) all[name] = (all[name] ?? 0) + count;
  return all;
}
