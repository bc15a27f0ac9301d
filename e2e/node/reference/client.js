// A client of either generation, whose life is written down.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const four = require('socket.io-client');
const two = require('socket.io-client-2');
const PATIENCE = 15_000;

export const TRANSPORTS = { polling: ['polling'], websocket: ['websocket'], upgrade: ['polling', 'websocket'] };

export class Client {
  constructor(name, generation, socket) {
    this.name = name;
    this.generation = generation;
    this.socket = socket;
    this.lines = [];
    this.waiting = [];
    socket.on('connect', () => this.note('connect'));
    socket.on('disconnect', (reason) => this.note('disconnect', reason));
    socket.on('connect_error', (error) => this.note('connect_error', message(error), ...details(error)));
    if (generation === 2) socket.on('error', (error) => this.note('error', message(error)));
    hearEverything(socket, (event, args) => {
      if (event !== 'end') this.note(event, ...args);
      if (event === 'asked') args.at(-1)?.(...this.answer(args.slice(0, -1)));
    });
    this.answer = (args) => args;
  }

  note(what, ...args) {
    this.lines.push([what, ...args.filter((each) => typeof each !== 'function').map(show)].join(' '));
    this.waiting = this.waiting.filter((waits) => !waits());
  }

  // Until a line that begins so has been written as often as that.
  heard(what, times = 1) {
    const count = () => this.lines.filter((line) => line === what || line.startsWith(`${what} `)).length;
    return bounded(`${this.name} waits for '${what}', has ${JSON.stringify(this.lines.slice(-5))}`, (done) => {
      const isDone = () => count() >= times && (done(), true);
      if (!isDone()) this.waiting.push(isDone);
    });
  }

  emit(event, ...args) {
    this.socket.emit(event, ...args);
  }

  // The answer is written down.
  async ask(event, ...args) {
    const answer = await this.call(event, ...args);
    this.note(`ack of ${event}`, ...answer);
  }

  call(event, ...args) {
    return bounded(`${this.name} waits for the ack of '${event}'`, (done) =>
      this.socket.emit(event, ...args, (...answer) => done(answer)),
    );
  }

  // Whatever the server has sent before is here afterwards, but for what others made it send.
  settle() {
    return this.call('echo', 'settled?');
  }

  async upgraded() {
    const { engine } = this.socket.io;
    if (engine.transport.name === 'websocket') return;
    await bounded(`${this.name} waits for the upgrade`, (done) => engine.once('upgrade', done));
  }

  close() {
    this.socket.disconnect();
    this.socket.io.engine?.close();
  }
}

export function open(name, generation, url, options) {
  const io = generation === 2 ? two : four.io;
  const socket = io(url, { reconnection: false, forceNew: true, timeout: PATIENCE, ...options });
  return new Client(name, generation, socket);
}

// Another namespace on the connection of a client.
export function beside(client, name, namespace, options) {
  return new Client(name, client.generation, client.socket.io.socket(namespace, options));
}

function hearEverything(socket, heard) {
  if (socket.onAny) {
    socket.onAny((event, ...args) => heard(event, args));
    return;
  }
  // In 2.x the function that answers is no part of the packet, and made by the socket itself.
  const onevent = socket.onevent;
  socket.onevent = function (packet) {
    const args = packet.data.slice(1);
    heard(packet.data[0], packet.id === undefined || packet.id === null ? args : [...args, this.ack(packet.id)]);
    if (packet.data[0] !== 'asked') onevent.call(this, packet);
  };
}

const message = (error) => (typeof error === 'object' && error.message !== undefined ? error.message : error);
const details = (error) => (error?.data === undefined ? [] : [error.data]);

export function show(value) {
  return JSON.stringify(plain(value)) ?? 'undefined';
}

function plain(value) {
  if (value instanceof ArrayBuffer) return plain(Buffer.from(value));
  if (Buffer.isBuffer(value)) return `<${value.length} bytes ${digest(value)}>`;
  if (typeof value === 'string' && value.length > 1000) return `<${value.length} characters ${digest(value)}>`;
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

const digest = (value) => require('node:crypto').createHash('sha256').update(value).digest('hex').slice(0, 12);

export function bounded(what, start) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what}: not in ${PATIENCE / 1000} s`)), PATIENCE);
    start((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}
