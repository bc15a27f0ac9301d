// Socket.IO clients by the hundred that come back to any of several gateways, and count: what they were told,
// by number, and which of their own events arrived.
import { createRequire } from 'node:module';
import { obey, say } from './lines.js';

const { io } = createRequire(import.meta.url)('socket.io-client');
const recoveringClients = [];
const arrived = new Map();
let timers = [];
let spoken = 0;
let heardAsSpoken = 0;

function connection(url) {
  return io(url, {
    forceNew: true,
    transports: ['websocket'],
    reconnectionDelay: 100,
    reconnectionDelayMax: 1000,
  });
}

class RecoveringClient {
  constructor(name, urls) {
    Object.assign(this, { name, first: -1, last: -1, missing: 0, twice: 0, connected: 0, recovered: 0 });
    Object.assign(this, { told: 0, acked: [] });
    this.socket = connection(urls[name % urls.length]);
    this.socket.io.on('reconnect_attempt', () => {
      this.socket.io.uri = urls[Math.floor(Math.random() * urls.length)];
    });
    this.socket.on('connect', () => {
      this.connected++;
      if (this.socket.recovered) this.recovered++;
    });
    this.socket.on('said', (number) => this.hear(number));
  }

  hear(number) {
    if (this.first < 0) this.first = number;
    else if (number <= this.last) this.twice++;
    else this.missing += number - this.last - 1;
    this.last = Math.max(this.last, number);
  }

  tell() {
    const number = this.told++;
    this.socket.emit('tell', this.name, number, () => this.acked.push(number));
  }
}

function sum(of) {
  return recoveringClients.reduce((total, each) => total + of(each), 0);
}

function count(client, number) {
  const key = `${client}/${number}`;
  arrived.set(key, (arrived.get(key) ?? 0) + 1);
}

obey({
  start: ({ urls, clients }) => {
    for (let name = 0; name < clients; name++) recoveringClients.push(new RecoveringClient(name, urls));
  },
  // One client that says a number so many times a second, and hears what all of them tell.
  speak: ({ url, perSecond, tellMillis }) => {
    const speaker = connection(url);
    speaker.on('told', count);
    speaker.emit('collect', () => {
      const start = Date.now();
      timers.push(
        setInterval(() => {
          // By the clock, for a timer that is late must not slow it down.
          while (spoken < ((Date.now() - start) * perSecond) / 1000) {
            speaker.emit('say', spoken++, () => heardAsSpoken++);
          }
        }, 5),
      );
      for (const each of recoveringClients) {
        timers.push(setTimeout(() => timers.push(setInterval(() => each.tell(), tellMillis)), Math.random() * tellMillis));
      }
    });
  },
  stop: () => {
    timers.forEach((timer) => clearInterval(timer));
    timers = [];
  },
  report: () => {
    const acked = recoveringClients.flatMap((each) => each.acked.map((number) => `${each.name}/${number}`));
    const counts = [...arrived.values()];
    say({
      event: 'report',
      connected: recoveringClients.filter((each) => each.socket.connected).length,
      reconnected: sum((each) => Math.max(0, each.connected - 1)),
      recovered: sum((each) => each.recovered),
      spoken,
      heardAsSpoken,
      upToDate: recoveringClients.filter((each) => each.last === spoken - 1).length,
      missing: sum((each) => each.missing),
      twice: sum((each) => each.twice),
      told: sum((each) => each.told),
      acked: acked.length,
      arrived: arrived.size,
      arrivedTwice: counts.filter((times) => times > 1).length,
      ackedAndNotArrived: acked.filter((key) => !arrived.has(key)).length,
    });
  },
});
