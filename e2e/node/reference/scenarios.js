// What clients do, by the name of what is shown. Each gets a function that opens clients.
import { beside } from './client.js';
import { Proxy } from './proxy.js';

const SHAPES = [
  null, true, false, 0, -1, 1.5, 1e21, 1e-7, Number.MAX_SAFE_INTEGER, -0.000001, '', 'text', [], {}, [[], [[]]],
  { a: { b: [1, { c: null }] }, '': 0, 'with "quotes"': '\\ and /' }, { __proto__x: 1, constructor: 2, toString: 'foo' },
];
const TEXTS = ['ß€😀', '\u0000\u0001\u001e\u001f', '\u007f\u0080\u2028\u2029', '\ud800', 'a\udfffb', '\ufeff\uffff', 'null', '{"a":1}', '451-[]'];
const MILLION = 1_000_000;
const bytes = (length, first = 0) => Buffer.from(Array.from({ length }, (_, i) => (first + i) % 251));

async function shapes({ client }) {
  const one = await client('one');
  for (const shape of SHAPES) await one.ask('echo', shape);
  await one.ask('echo', ...SHAPES);
  await one.ask('echo');
}

async function texts({ client }) {
  const one = await client('one');
  for (const text of TEXTS) await one.ask('echo', text, { [text]: text });
  await one.ask('echo', '😀'.repeat(2000));
}

async function names({ client }) {
  const one = await client('one');
  const two = await client('two');
  for (const name of ['error', 'message', '', 'ß "quoted" \\', 'toString', '__proto__', 'data', '7']) one.emit(name, 1);
  one.socket.send('sent');
  await one.settle();
  await one.ask('say', 'still here');
  await two.heard('said');
}

async function binary({ client }) {
  const one = await client('one');
  const two = await client('two');
  await one.ask('echo', bytes(0), bytes(1), bytes(3));
  await one.ask('echo', { deep: [bytes(5, 7), { er: bytes(300) }], _: null }, 'text', bytes(2));
  await one.ask('echo', { _placeholder: true, num: 0 });
  await one.ask('echo', ...Array.from({ length: 10 }, (_, i) => bytes(i + 1)));
  await one.ask('shout', bytes(70_000), { and: bytes(1) });
  await two.heard('shouted');
}

async function million({ client }) {
  const one = await client('one');
  const two = await client('two');
  await one.ask('echo', bytes(MILLION));
  await one.ask('echo', 'x'.repeat(MILLION));
  await one.ask('say', bytes(MILLION, 3));
  await two.heard('said');
}

async function acks({ client, generation }) {
  const one = await client('one');
  await one.ask('noted', 1, 2);
  await one.ask('hello');
  one.emit('hello');
  one.emit('nobody listens', 1);
  await Promise.all([one.ask('echo', 'first'), one.ask('echo', 'second'), one.ask('echo', 'third')]);
  if (generation === 4) {
    await one.socket.timeout(200).emitWithAck('nobody answers').catch((error) => one.note('timeout', error.message));
    one.note('in time', await one.socket.timeout(15_000).emitWithAck('hello'));
  }
}

async function order({ client }) {
  const one = await client('one');
  const two = await client('two');
  for (let i = 0; i < 200; i++) one.emit('shout', i, i % 10 ? 'text' : bytes(i));
  await one.heard('shouted', 200);
  await two.heard('shouted', 200);
}

async function broadcasts({ client }) {
  const [one, two, three] = [await client('one'), await client('two'), await client('three')];
  await one.ask('say', 'to the others', { deep: [1] });
  await Promise.all([two.heard('said'), three.heard('said')]);
  await two.ask('shout', 'to all');
  await Promise.all([one, two, three].map((each) => each.heard('shouted')));
  await three.ask('shout');
  await Promise.all([one, two, three].map((each) => each.heard('shouted', 2)));
}

async function rooms({ client }) {
  const [one, two, three] = [await client('one'), await client('two'), await client('three')];
  for (const each of [one, two]) await each.ask('enter', 'cellar');
  await two.ask('enter', 'attic #1 ß');
  await three.ask('tell', 'cellar', 'from above');
  await Promise.all([one, two].map((each) => each.heard('told')));
  await one.ask('tell', 'attic #1 ß', bytes(4));
  await two.heard('told', 2);
  await one.ask('exit', 'cellar');
  await one.ask('exit', 'a room that it was never in');
  await two.ask('tell', 'cellar', 'alone');
  await two.heard('told', 3);
  await three.ask('tell', 'nobody is here');
  await three.ask('shout', 'end of the rooms');
  await Promise.all([one, two, three].map((each) => each.heard('shouted')));
}

async function namespaces({ client }) {
  const main = await client('main');
  const chat = beside(main, 'chat', '/chat');
  const tenant = beside(main, 'tenant', '/tenant-7');
  const other = await client('other', { namespace: '/chat' });
  await Promise.all([chat.heard('connect'), tenant.heard('connect')]);
  await Promise.all([main.ask('echo', 'main'), chat.ask('echo', 'chat', bytes(2)), tenant.ask('echo', 'tenant')]);
  await chat.ask('shout', 'to those who chat');
  await Promise.all([chat.heard('shouted'), other.heard('shouted')]);
  for (const each of [main, tenant]) await each.settle();

  chat.socket.disconnect();
  await main.ask('echo', 'still in main');
  chat.socket.connect();
  await chat.heard('connect', 2);
  await chat.ask('echo', 'back in chat');
  return [main, chat, tenant, other];
}

async function unknownNamespace({ client, generation }) {
  const main = await client('main');
  const nope = beside(main, 'nope', '/nope');
  const slash = beside(main, 'slash', '/tenant-a/b');
  const failure = generation === 2 ? 'error' : 'connect_error';
  await Promise.all([nope.heard(failure), slash.heard(failure)]);
  await main.ask('echo', 'all is well');
  return [main, nope, slash];
}

async function refusal({ client, generation }) {
  const failure = generation === 2 ? 'error' : 'connect_error';
  // In 2.x it is the query of a namespace that the server takes for auth.
  const asking = (token) => ({ auth: { token }, query: { token } });
  const opened = [];
  for (const [name, token, until] of [['wrong', 'x', failure], ['silent', 'silent', failure], ['right', 'open', 'connect']]) {
    const main = await client(`main of ${name}`);
    const closed = beside(main, name, '/closed', asking(token));
    opened.push(main, closed);
    await closed.heard(until);
    await main.ask('echo', 'outside');
    if (until === 'connect') await closed.ask('echo', 'inside');
    else if (generation === 4) {
      closed.socket.auth = { token: 'open' };
      closed.socket.connect();
      await closed.heard('connect');
      await closed.ask('echo', 'inside at last');
    }
  }
  return opened;
}

async function auth({ client, generation }) {
  const query = '?name=a%20b%26c&empty=';
  const one = await client('one', {
    namespace: generation === 2 ? `/handled${query}` : '/handled',
    auth: { token: 'ß', deep: { list: [1, null] } },
  });
  await one.heard('welcome');
  await one.ask('who');
}

async function questions({ client }) {
  const one = await client('one', { namespace: '/handled' });
  const two = await client('two', { namespace: '/handled' });
  await Promise.all([one.heard('welcome'), two.heard('welcome')]);
  one.emit('question', 'what?', { a: [1] });
  await one.heard('answered');
  one.answer = () => [{ and: bytes(3) }];
  one.emit('question', bytes(2));
  await one.heard('answered', 2);
  one.answer = () => [];
  one.emit('question');
  await one.heard('answered', 3);
  two.answer = () => ['same'];
  one.answer = () => ['same'];
  one.emit('askAll', 'all of you?');
  await one.heard('allAnswered');
}

async function unanswered({ client }) {
  const one = await client('one', { namespace: '/handled' });
  await one.heard('welcome');
  one.answer = () => [];
  one.socket.onAny ? one.socket.offAny() : (one.socket.onevent = silentBut(one));
  one.socket.on('unanswered', () => one.note('unanswered'));
  one.emit('question', 'anybody?');
  await one.heard('unanswered');
}

const silentBut = (client) => (packet) => client.socket.emitEvent?.(packet) ?? (packet.data[0] === 'unanswered' && client.note('unanswered'));

async function leaving({ client }) {
  const watcher = await client('watcher', { namespace: '/handled' });
  const main = await client('main');
  const one = beside(main, 'one', '/handled');
  await one.ask('watchMe');
  one.socket.disconnect();
  await watcher.heard('left');
  await main.ask('echo', 'the connection is still there');
  main.socket.disconnect();

  const two = await client('two', { namespace: '/handled' });
  await two.ask('watchMe');
  two.socket.io.engine.close();
  await watcher.heard('left', 2);
  return [watcher, one, main, two];
}

async function expelled({ client }) {
  const watcher = await client('watcher', { namespace: '/handled' });
  const main = await client('main');
  const one = beside(main, 'one', '/handled');
  await one.ask('watchMe');
  one.emit('out');
  await one.heard('disconnect');
  await watcher.heard('left');
  await main.ask('echo', 'the connection is still there');
  one.socket.connect();
  await one.heard('connect', 2);
  await one.ask('watchMe');
  one.emit('off');
  await Promise.all([one.heard('disconnect', 2), main.heard('disconnect'), watcher.heard('left', 2)]);
  return [watcher, one, main];
}

async function reconnect({ client, url }) {
  const proxy = await Proxy.to(url);
  try {
    const one = await client('one', { url: proxy.url, reconnection: true, reconnectionDelay: 50, randomizationFactor: 0 });
    await one.ask('echo', 'before');
    proxy.cut();
    await one.heard('disconnect');
    proxy.mend();
    const late = one.ask('echo', 'sent while there was no connection');
    await one.heard('connect', 2);
    await late;
    // What was joined before is left.
    await one.ask('shout', 'after');
    await one.heard('shouted');
    one.close();
    return [one];
  } finally {
    proxy.close();
  }
}

async function tooBig({ client }) {
  const one = await client('one');
  one.emit('say', 'x'.repeat(3 * MILLION));
  await one.heard('disconnect');
  const two = await client('two');
  await two.ask('echo', 'others go on');
}

async function flags({ client, transport }) {
  const one = await client('one');
  one.socket.compress(false).emit('shout', 'not to be compressed');
  await one.heard('shouted');
  if (transport !== 'websocket') return;
  one.socket.volatile?.emit('shout', 'may be lost, but is not');
  if (one.socket.volatile) await one.heard('shouted', 2);
}

export const scenarios = {
  shapes, texts, names, binary, million, acks, order, broadcasts, rooms, namespaces, unknownNamespace, refusal, auth,
  questions, unanswered, leaving, expelled, reconnect, tooBig, flags,
};
