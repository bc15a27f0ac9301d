// Those who say numbered messages: clients, whose events are said once each, and back ends, which say a message
// again under its number until it is taken.
import { Agent as HttpAgent, request as http } from 'node:http';
import { Agent as HttpsAgent, request as https } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { SentMessages } from './sent-messages.js';
import { connection } from './connection.js';

const WAITING = 1000; // messages of one sender that may wait; what is due beyond that is not said
const PAUSE = 100; // milliseconds before a back end tries again

export class Client {
  constructor(io, index, { run, say, padding, ackMillis, ...way }, acknowledgements) {
    Object.assign(this, { kind: 'client', name: `client ${index}`, sent: new SentMessages(index) });
    Object.assign(this, { run, say, padding, ackMillis, acknowledgements, waiting: 0, heldBack: 0, closed: {} });
    this.socket = connection(io, way, index, 'sender');
    this.socket.on('disconnect', (reason) => (this.closed[reason] = (this.closed[reason] ?? 0) + 1));
  }

  speak() {
    if (this.waiting >= WAITING) return void this.heldBack++;
    const number = this.sent.next();
    const start = Date.now();
    this.waiting++;
    const words = [this.run, this.sent.sender, number, ...(this.padding ? [this.padding] : [])];
    this.socket.timeout(this.ackMillis).emit(this.say, ...words, (failure) => {
      this.waiting--;
      if (failure) return;
      this.sent.acknowledge(number);
      this.acknowledgements.add(Date.now(), Date.now() - start);
    });
  }

  end() {
    this.socket.removeAllListeners('disconnect').disconnect();
  }
}

export class ApiClient {
  constructor(index, { run, said, padding, apis, token, from, tryMillis }, acknowledgements) {
    Object.assign(this, { kind: 'api', name: `back end ${index}`, sent: new SentMessages(index) });
    Object.assign(this, { run, said, padding, apis, token, tryMillis, acknowledgements });
    Object.assign(this, { waiting: 0, due: 0, heldBack: 0, retries: 0, known: 0, skipped: 0, closed: {} });
    Object.assign(this, { producers: 0, numberAtProducer: 0, tries: index, refusal: '' });
    this.local = from.length > 0 ? { localAddress: from[index % from.length] } : {};
    this.agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };
    this.becomeNewProducer();
  }

  speak() {
    if (this.due >= WAITING) return void this.heldBack++;
    this.due++;
    if (this.waiting === 0) this.work();
  }

  /** Only the message that is on its way is still seen through. */
  hush() {
    this.heldBack += this.due;
    this.due = 0;
  }

  end() {
    this.ended = true;
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  /** One at a time, since the numbers of a producer follow one on another. */
  async work() {
    while (this.due > 0 && !this.refusal && !this.ended) {
      this.due--;
      this.waiting = 1;
      const number = this.sent.next();
      const start = Date.now();
      if (await this.untilTaken(number)) {
        this.sent.acknowledge(number);
        this.acknowledgements.add(Date.now(), Date.now() - start);
      }
      this.waiting = 0;
    }
  }

  async untilTaken(number) {
    this.numberAtProducer++;
    for (;;) {
      const answer = await this.attempt(number);
      if (this.ended) return false;
      if (answer.status >= 200 && answer.status < 300) {
        if (JSON.parse(answer.text).known) this.known++;
        return true;
      }
      if (answer.status === 409) {
        // The fleet does not know any more what it had taken: receivers tell whether it is lost.
        this.skipped++;
        this.becomeNewProducer();
        this.numberAtProducer = 1;
      } else if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429) {
        this.refusal = `${answer.status} ${answer.text.slice(0, 300)}`;
        return false;
      } else {
        this.retries++;
        await sleep(PAUSE);
      }
    }
  }

  becomeNewProducer() {
    this.producer = `checker-${this.run}-${this.sent.sender}-${this.producers++}`;
    this.numberAtProducer = 0;
  }

  /** The answer, or status 0 where none came; each time at the next address. */
  attempt(number) {
    const url = new URL('/v1/events', this.apis[this.tries++ % this.apis.length]);
    const body = JSON.stringify({
      event: this.said,
      args: [this.run, this.sent.sender, number, ...(this.padding ? [this.padding] : [])],
      producer: this.producer,
      number: this.numberAtProducer,
    });
    return new Promise((resolve) => {
      const failed = (error) => resolve({ status: 0, text: String(error) });
      const asked = (url.protocol === 'https:' ? https : http)(
        url,
        {
          method: 'POST',
          agent: this.agents[url.protocol],
          signal: AbortSignal.timeout(this.tryMillis),
          headers: {
            authorization: `Bearer ${this.token}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
          ...this.local,
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (part) => (text += part));
          answer.on('end', () => resolve({ status: answer.statusCode, text }));
          answer.on('error', failed);
        },
      );
      asked.on('error', failed);
      asked.end(body);
    });
  }
}
