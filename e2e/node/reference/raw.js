// Requests and frames as bytes, beside what the clients would send, and what comes of them.
import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { bounded } from './client.js';

const WebSocket = createRequire(import.meta.url)('ws');
const PAGE = '/socket.io/';
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const SHOWN = ['content-type', 'allow', 'set-cookie', 'sec-websocket-version', 'sec-websocket-accept'];

// What differs each time, and in which order headers come, says nothing.
const tidy = (text) => text.replace(/\\?"sid\\?":\\?"[^"\\]{20}\\?"/g, '"sid":"…"');

export class Raw {
  constructor(url) {
    this.url = new URL(url);
    this.lines = [];
  }

  note(...words) {
    this.lines.push(tidy(words.join(' ')));
  }

  // One request and its answer, on a connection of its own.
  request(method, path, { body, headers } = {}) {
    const { hostname, port } = this.url;
    return bounded(`${method} ${path}`, (done) => {
      const request = http.request({ hostname, port, method, path, headers, agent: false }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', () => {});
        response.on('close', () => done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
      });
      request.on('error', () => done({ status: 'hung up', headers: {}, body: Buffer.alloc(0) }));
      request.end(body);
    });
  }

  async show(method, path, options) {
    const answer = await this.request(method, path, options);
    this.note(`${method} ${path}`, '->', said(answer));
    return answer;
  }

  // A handshake by polling; the rest of its requests.
  async poll(eio = 4, more = '') {
    const { body } = await this.request('GET', `${PAGE}?EIO=${eio}&transport=polling${more}`);
    const sid = /"sid":"([^"]+)"/.exec(body.toString())[1];
    const path = `${PAGE}?EIO=${eio}&transport=polling${more}&sid=${sid}`;
    const show = async (method, options, what = '') => {
      const answer = await this.request(method, options?.path ?? path, options);
      this.note(method, what || (options?.body === undefined ? '' : JSON.stringify(options.body)), '->', said(answer));
      return answer;
    };
    return { sid, path, get: () => show('GET'), post: (body, what) => show('POST', { body }, what), show, body };
  }

  // Plain bytes to the port, and the head of the answer.
  async bytes(lines, more = '') {
    const socket = connect(Number(this.url.port), this.url.hostname);
    socket.on('error', () => {});
    let heard = '';
    socket.on('data', (data) => (heard += data.toString('latin1')));
    socket.write(`${lines.join('\r\n')}\r\nHost: ${this.url.host}\r\n\r\n${more}`);
    await bounded(lines[0], (done) => {
      socket.on('close', done);
      socket.on('data', () => heard.includes('\r\n\r\n') && heard.startsWith('HTTP/1.1 101') && setTimeout(done, 300));
    });
    socket.destroy();
    return heard;
  }

  async upgrade(path, headers = ['Connection: Upgrade', 'Upgrade: websocket', `Sec-WebSocket-Key: ${KEY}`, 'Sec-WebSocket-Version: 13']) {
    const heard = await this.bytes([`GET ${path} HTTP/1.1`, ...headers]);
    const [head, body] = heard.split('\r\n\r\n');
    const [status, ...rest] = head.split('\r\n');
    const shown = rest.filter((line) => SHOWN.includes(line.split(':')[0].toLowerCase())).map((line) => line.toLowerCase()).sort();
    const plain = status.includes('101') ? (body ? '(and frames)' : '') : JSON.stringify(body);
    this.note(`upgrade ${path}`, '->', status, ...shown, plain);
  }

  async socket(eio = 4, query = '') {
    const socket = new WebSocket(`ws://${this.url.host}${PAGE}?EIO=${eio}&transport=websocket${query}`);
    const one = new RawWebSocketClient(this, socket);
    await bounded('the websocket', (done) => (socket.on('open', done), socket.on('close', done)));
    return one;
  }
}

class RawWebSocketClient {
  constructor(raw, socket) {
    this.raw = raw;
    this.socket = socket;
    this.heard = [];
    this.isClosed = false;
    this.waiting = [];
    socket.on('message', (data, isBinary) => this.take(isBinary ? `<${data.toString('hex')}>` : data.toString()));
    socket.on('close', (code) => ((this.isClosed = true), this.take(`closed ${code}`)));
    socket.on('error', () => {});
  }

  take(frame) {
    this.heard.push(frame);
    this.waiting = this.waiting.filter((waits) => !waits());
  }

  until(what, isThere) {
    return bounded(`${what}, has ${JSON.stringify(this.heard)}`, (done) => {
      const check = () => (isThere() || this.isClosed) && (done(), true);
      if (!check()) this.waiting.push(check);
    });
  }

  frames(count) {
    return this.until(`${count} frames`, () => this.heard.length >= count);
  }

  // Sends frames, and then a question, so that everything that comes of them is here with its answer.
  // A number among the frames is how many answers must be here before the next is sent.
  async say(...frames) {
    for (const frame of frames) {
      if (typeof frame === 'number') await this.frames(frame);
      else this.socket.send(frame);
    }
    this.socket.send('42999["echo","settled"]');
    await this.until('an answer or the end', () => this.heard.at(-1) === '43999["settled"]');
  }

  show(what) {
    this.raw.note(what, '->', this.heard.map((frame) => (frame.length > 200 ? `${frame.slice(0, 200)}…` : frame)).join(' | '));
    this.heard = [];
  }

  end() {
    this.socket.terminate();
  }
}

export function said({ status, headers, body }) {
  const shown = SHOWN.filter((name) => headers[name] !== undefined).map((name) => `${name}: ${headers[name].toString().toLowerCase()}`);
  const text = body.toString(headers['content-type'] === 'application/octet-stream' ? 'hex' : 'utf8');
  return [status, `[${shown.join('; ')}]`, JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}…` : text)].join(' ');
}
