// The parsers of both protocols as clients and servers in the field use them: makes random packets and says
// what they mean, and says what packets mean that others made. Binary data is {"binary": base64} here.
import { createRequire } from 'node:module';
import { obey, say } from './lines.js';
import { Random } from './random.js';

const require = createRequire(import.meta.url);
const inside = (name) => createRequire(require.resolve(name));
const engines = { 4: require('engine.io-parser'), 3: inside('socket.io-client-2')('engine.io-parser') };
// Clients of a generation write with one, servers with the other; both are of the same protocol.
const sockets = {
  4: { clients: inside('socket.io-client')('socket.io-parser'), servers: require('socket.io-parser') },
  2: { clients: inside('socket.io-client-2')('socket.io-parser'), servers: inside('socket.io-2')('socket.io-parser') },
};

const TYPES = ['connect', 'disconnect', 'event', 'ack', 'error', 'event', 'ack'];
const BINARY = 3; // from an event or ack to one with attachments

function meaning({ type, nsp, id, data }) {
  return { type: TYPES[type], namespace: nsp ?? '/', id: id ?? null, data: plain(data ?? null) };
}

function plain(value) {
  if (Buffer.isBuffer(value)) return { binary: value.toString('base64') };
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

function write({ Encoder }, generation, packet) {
  if (generation === 4) return new Encoder().encode(packet);
  let frames;
  const type = hasBinary(packet.data) ? packet.type + BINARY : packet.type;
  new Encoder().encode({ ...packet, type }, (encoded) => (frames = encoded));
  return frames;
}

const hasBinary = (value) =>
  Buffer.isBuffer(value) || (value !== null && typeof value === 'object' && Object.values(value).some(hasBinary));

function read({ Decoder }, frames) {
  const decoder = new Decoder();
  const packets = [];
  decoder.on('decoded', (packet) => packets.push(packet));
  for (const frame of frames) decoder.add(frame);
  if (packets.length !== 1) throw new Error(`${packets.length} packets in ${JSON.stringify(frames)}`);
  return packets[0];
}

function randomPacket(random, generation) {
  const nsp = random.of(['/', '/', '/chat', '/admin/deep', '/tenant-7', '/größe✓😀', '/a b', '/0']);
  const type = random.of([0, 1, 2, 2, 2, 2, 2, 3, 3]);
  if (type === 0) {
    random.binariesLeft = 0;
    if (generation === 2) return { type, nsp: random.of([nsp, '/chat?token=a%20b&x']) };
    return random.chance(0.5) ? { type, nsp } : { type, nsp, data: random.object() };
  }
  if (type === 1) return { type, nsp };
  random.binariesLeft = 10; // more than that is refused on both sides
  const data = random.array();
  if (type === 2) data.unshift(random.of([random.text(), random.text() + 'x', 'message', random.integer()]));
  const id = random.of([0, 7, random.integer(), Number.MAX_SAFE_INTEGER]);
  return type === 3 || random.chance(0.4) ? { type, nsp, id: Math.abs(id), data } : { type, nsp, data };
}

function randomMessages(random) {
  return Array.from({ length: 1 + random.below(8) }, () => (random.chance(0.3) ? random.bytes() : printable(random)));
}

// JSON, which is what messages are, escapes the character that stands between packets.
const printable = (random) => random.wellFormed().replaceAll('\u001e', '');

const payloadWriters = {
  v4: (packets, done) => engines[4].encodePayload(packets, done),
  'v3-text': (packets, done) => engines[3].encodePayload(packets, false, done),
  'v3-binary': (packets, done) => engines[3].encodePayload(packets, true, done),
};

function payload(form, messages) {
  let body;
  payloadWriters[form](
    messages.map((data) => ({ type: 'message', data })),
    (encoded) => (body = encoded),
  );
  return { body: plain(body), messages: messages.map(plain) };
}

function readPayload(form, body) {
  const packets = [];
  if (form === 'v4') packets.push(...engines[4].decodePayload(body));
  else engines[3].decodePayload(body, (packet) => void packets.push(packet));
  return packets.filter(({ type }) => type !== 'noop').map(message);
}

function message({ type, data }) {
  if (type !== 'message') throw new Error(`a packet of type ${type}: ${data}`);
  return plain(data ?? ''); // an empty message has no data
}

const bytesOrText = (value) => (typeof value === 'string' ? value : Buffer.from(value.binary, 'base64'));

obey({
  packets: ({ generation, seed, count }) => {
    const random = new Random(seed);
    const packets = Array.from({ length: count }, () => {
      const packet = randomPacket(random, generation);
      const means = meaning(packet); // before the encoder puts placeholders where data was
      return { frames: write(sockets[generation].clients, generation, packet).map(plain), means };
    });
    say({ packets });
  },
  read: ({ generation, packets }) => {
    const { clients } = sockets[generation];
    say({ means: packets.map((frames) => meaning(read(clients, frames.map(bytesOrText)))) });
  },
  payloads: ({ form, seed, count }) => {
    const random = new Random(seed);
    say({ payloads: Array.from({ length: count }, () => payload(form, randomMessages(random))) });
  },
  readPayloads: ({ form, bodies }) => {
    say({ payloads: bodies.map((body) => readPayload(form, bytesOrText(body))) });
  },
});
