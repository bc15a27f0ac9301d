// What is sent as bytes, by the name of what is shown; the answers are the transcript.
const PAGE = '/socket.io/';

async function requests(raw) {
  for (const query of [
    '', '?EIO=4', '?EIO=4&transport=', '?EIO=4&transport=constructor', '?EIO=4&transport=__proto__',
    '?EIO=4&transport=webtransport', '?EIO=4&transport=websocket', '?EIO=4&transport=polling&sid=__proto__',
    '?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAAAAAA', '?EIO=4&transport=websocket&sid=AAAAAAAAAAAAAAAAAAAA',
  ]) {
    await raw.show('GET', PAGE + query);
  }
  for (const method of ['POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS']) await raw.show(method, `${PAGE}?EIO=4&transport=polling`);
  for (const path of ['/socket.io?EIO=4&transport=polling', '/', '/other/?EIO=4&transport=polling']) {
    const { status } = await raw.request('GET', path);
    raw.note('GET', path, 'is not for it ->', status);
  }
  await raw.show('GET', `${PAGE}foo?EIO=4&transport=polling`);
}

async function otherVersions(raw) {
  for (const query of ['?transport=polling', '?EIO=5&transport=polling', '?EIO=abc&transport=polling']) await raw.show('GET', PAGE + query);
}

async function upgrades(raw) {
  const page = `${PAGE}?EIO=4&transport=websocket`;
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  await raw.upgrade(page);
  for (const query of ['', '?EIO=4&transport=constructor', '?EIO=4&transport=__proto__', '?EIO=4&transport=websocket&sid=AAAAAAAAAAAAAAAAAAAA']) {
    await raw.upgrade(PAGE + query);
  }
  await raw.upgrade(page, ['Connection: Upgrade', 'Upgrade: websocket', key, 'Sec-WebSocket-Version: 12']);
  await raw.upgrade(page, ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']);
  await raw.upgrade(page, ['Connection: Upgrade', 'Upgrade: h2c', key, 'Sec-WebSocket-Version: 13']);
}

async function upgradesOfPolling(raw) {
  await raw.upgrade(`${PAGE}?EIO=4&transport=polling`);
}

async function opening(raw) {
  for (const eio of [4, 3]) {
    raw.note(`polling, EIO=${eio}:`, (await raw.poll(eio)).body.toString());
    raw.note(`polling, EIO=${eio}, b64=1:`, (await raw.poll(eio, '&b64=1')).body.toString());
    await raw.show('GET', `${PAGE}?EIO=${eio}&transport=polling`);
  }
}

async function polling(raw) {
  const session = await raw.poll();
  await session.post('40');
  await session.get();
  await session.post('421["echo",1]\u001e451-2["echo",{"_placeholder":true,"num":0}]\u001ebAQID');
  await session.get();
  await session.post('423["echo","ß€😀","\\ud800"]');
  await session.get();
  for (const method of ['PUT', 'DELETE', 'HEAD']) await session.show(method);
  await session.post('424["echo","still here"]');
  await session.get();
  await session.post('1');
  await session.get();
}

const counted = (packet) => `${packet.length}:${packet}`;

async function pollingV3(raw) {
  const session = await raw.poll(3);
  await session.get();
  await session.post(counted('421["echo","€😀"]'));
  await session.get();
  await session.post(counted('451-2["echo",{"_placeholder":true,"num":0},"€"]') + counted('b4AQID'));
  await session.get();
  await session.post('1:2');
  await session.get();
  const packet = Buffer.from('423["echo","€"]');
  const binary = Buffer.concat([Buffer.from([0, ...String(packet.length).split('').map(Number), 255]), packet]);
  await session.show('POST', { body: binary, headers: { 'content-type': 'application/octet-stream' } }, 'as bytes');
  await session.get();
}

// Each body ends the session; whether and how the next request says.
async function badBodies(raw) {
  for (const body of ['', 'x', '9', '4', '40\u001e', '40\u001e49\u001e42["say",1]', '{"a":1}', 'b!!']) {
    const session = await raw.poll();
    await session.post(body);
    await session.get();
  }
  const session = await raw.poll();
  await session.show('POST', { body: '40', headers: { 'content-type': 'application/octet-stream' } }, 'octet-stream');
  await session.get();
}

async function tooLarge(raw) {
  const session = await raw.poll();
  await session.post('4'.padEnd(2_000_001, 'x'), 'one byte over the limit');
  await session.post('40');
  await session.get();
  await session.post(`421["echo","${'x'.repeat(2_000_000 - 14)}"]`, 'as much as the limit');
}

async function otherRequestOfASession(raw) {
  const session = await raw.poll();
  await session.show('GET', { path: session.path.replace('EIO=4', 'EIO=3') }, 'with EIO=3');
  await session.show('GET', { path: session.path.replace('polling', 'websocket') }, 'with transport=websocket');
  await session.post('40');
  await session.get();
}

async function overlapping(raw) {
  const session = await raw.poll();
  await session.post('40');
  await session.get();
  const first = raw.request('GET', session.path);
  // The first is waiting at the server once it has been there for longer than a request takes.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await session.get();
  const { status, body } = await first;
  raw.note('the first GET', '->', status, body.toString());
  await session.get();
}

async function upgrading(raw) {
  for (const eio of [4, 3]) {
    const session = await raw.poll(eio);
    const pending = raw.request('GET', session.path);
    if (eio === 4) await session.post('40');
    raw.note('the first GET', '->', (await pending).body.toString());
    const socket = await raw.socket(eio, `&sid=${session.sid}`);
    const freed = raw.request('GET', session.path);
    socket.socket.send('2probe');
    await socket.frames(1);
    raw.note('the pending GET', '->', (await freed).body.toString());
    socket.socket.send('5');
    await socket.say();
    socket.show('probe and upgrade');
    await session.get();
    const second = await raw.socket(eio, `&sid=${session.sid}`);
    await second.frames(1);
    second.show('another websocket');
    socket.end();
  }
}

async function brokenUpgrade(raw) {
  const session = await raw.poll();
  await session.post('40');
  await session.get();
  const socket = await raw.socket(4, `&sid=${session.sid}`);
  socket.socket.send('40');
  await socket.frames(1);
  socket.show('no probe');
  await session.post('421["echo","polling goes on"]');
  await session.get();
}

const joined = async (raw, eio) => {
  const socket = await raw.socket(eio);
  if (eio === 4) socket.socket.send('40');
  await socket.frames(2);
  socket.heard = [];
  return socket;
};

const BINARY = Buffer.from([1, 2]);

// What is said after joining, on a websocket of its own each.
const VALID = {
  numbers: ['421[7,1]', '422["echo",1e2,1.0,-0.0,9007199254740993,1E+2]'],
  blanks: ['421[ "echo" , 1 ,\t{ "a" : [ ] } ]'],
  noPayload: ['42', '421'],
  ackNobodyWaitsFor: ['4399[1]', '43[1]', '4399'],
  largestAckId: ['429007199254740991["echo",1]'],
  leadingZeros: ['42007["echo",1]'],
  escapes: ['421["echo","\\u00df\\/\\ud83d\\ude00\\ud800\\b"]', '422["\\u0065cho"]'],
  duplicateKeys: ['421["echo",{"a":1,"a":2}]'],
  prototypeKeys: ['421["echo",{"__proto__":{"x":1},"constructor":1}]'],
  placeholderInText: ['421["echo",{"_placeholder":true,"num":0}]'],
  swappedAttachments: ['452-1["echo",{"_placeholder":true,"num":1},{"a":{"_placeholder":true,"num":0}}]', BINARY, Buffer.from([3])],
  unusedAttachments: ['452-1["echo",{"_placeholder":true,"num":1}]', BINARY, Buffer.from([3])],
  oneAttachmentTwice: ['451-1["echo",{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}]', BINARY],
  mainNamespaceByName: ['42/,1["echo",1]'],
  otherNamespaces: ['40/chat,', 1, '42/chat,1["echo",1]', 2, '41/chat', '40/nope', 3, '40/custom?x=1,{"a":1}', 4, '40/tenant-1,{}', 5],
  ignoredByTheLowerProtocol: ['0', '5', '6'],
};

const INVALID = {
  unknownType: ['47'], emptyMessage: ['4'], emptyFrame: [''], letter: ['4x'], jsonCutOff: ['42["echo"'],
  junkBehind: ['42["echo"]x'], object: ['42{"a":1}'], emptyArray: ['42[]'], nullName: ['42[null]'], objectName: ['42[{"toString":"foo"}]'],
  reservedName: ['42["connect"]'], anotherReservedName: ['42["disconnecting"]'], newListener: ['42["newListener"]'],
  connectTwice: ['40'], connectWithText: ['40/chat,"x"'], connectWithArray: ['40/chat,[1'], disconnectWithPayload: ['41{"a":1}'],
  ackNoArray: ['431{"a":1}'], noAttachments: ['450-["x"]'], attachmentsWithoutDash: ['451["x"]'], attachmentsNotANumber: ['45x-["x"]'],
  elevenAttachments: ['4511-["x"]'], manyAttachments: ['4599999999999-["x"]'], numOutOfRange: ['451-["x",{"_placeholder":true,"num":1}]', BINARY],
  numNoNumber: ['451-["x",{"_placeholder":true,"num":"splice"}]', BINARY], binaryUnannounced: [BINARY],
  textWhilePending: ['451-["x",{"_placeholder":true,"num":0}]', '42["y"]'], letterAsAckId: ['42abc["x"]'], negativeAckId: ['42-1["x"]'],
  notJoined: ['42/chat,["x"]'], connectError: ['44"x"'], comma: ['40,'], pingOfAServer: ['2'], singleQuotes: ["42['x']"],
  trailingComma: ['42["x",]'], nan: ['42["x",NaN]'], leadingPlus: ['42["x",+1]'], octal: ['42["x",01]'], bareControl: ['42["x","\u0001"]'],
};

// Where the real server lets its language decide.
const LENIENT = {
  blankAsAckId: ['42 ["echo",1]'], endlessAckId: [`42${'9'.repeat(30)}["echo",1]`], exponentAsCount: ['451e0-1["echo",{"_placeholder":true,"num":0}]', BINARY],
  close: ['1'],
};

async function each(raw, all, eio = 4) {
  for (const [name, frames] of Object.entries(all)) {
    const socket = await joined(raw, eio);
    await socket.say(...frames).catch((error) => socket.take(`FAILED ${error.message}`));
    socket.show(name);
    socket.end();
  }
}

async function beforeJoining(raw) {
  for (const frame of ['42["x"]', '41', '43', '40"x"', '40[', '40{"a":1']) {
    const socket = await raw.socket();
    await socket.frames(1);
    socket.socket.send(frame);
    await socket.frames(2);
    socket.show(frame);
  }
}

async function legacy(raw) {
  await each(raw, { unknown: ['40/nope,'], query: ['40/closed?token=open,', 1, '42/closed,1["echo",1]', '42/closed?token=open,2["echo",2]', 3, '41/closed'] }, 3);
  await each(raw, { refused: ['40/closed?token=x,', 1], refusedWithoutData: ['40/closed?token=silent', 1] }, 3);
  await each(raw, { connectToMain: ['40'], ping: ['2', '2probe'], pong: ['3'], binary: ['451-1["echo",{"_placeholder":true,"num":0}]', Buffer.from([4, 1, 2])], noType: [Buffer.from([9])] }, 3);
}

async function silence(raw) {
  const socket = await raw.socket();
  await socket.frames(1);
  await socket.frames(2);
  socket.show('joins no namespace');
}

export const cases = {
  requests, otherVersions, upgrades, upgradesOfPolling, opening, polling, pollingV3, badBodies, tooLarge, otherRequestOfASession, overlapping,
  upgrading, brokenUpgrade,
  valid: (raw) => each(raw, VALID),
  invalid: (raw) => each(raw, INVALID),
  lenient: (raw) => each(raw, LENIENT),
  beforeJoining, legacy, silence,
};
