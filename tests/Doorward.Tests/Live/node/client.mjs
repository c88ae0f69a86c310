// An independent client of /ws: node client.mjs ws://host:port/ws TOKEN. Prints one line of JSON for each thing it saw.
import net from 'node:net';
import WebSocket from 'ws';

const [url, token] = process.argv.slice(2);
const say = (what, value) => console.log(JSON.stringify({ what, value }));
const opened = socket => new Promise((done, failed) => { socket.once('open', done); socket.once('error', failed); });
const next = socket => new Promise(done => {
  if (socket.waiting?.length) return done(socket.waiting.shift());
  socket.resolve = done;
});
const listen = socket => {
  socket.waiting = [];
  socket.on('message', data => {
    const envelope = JSON.parse(data.toString());
    if (socket.resolve) { const r = socket.resolve; socket.resolve = null; r(envelope); } else socket.waiting.push(envelope);
  });
  socket.on('error', () => {});
  return socket;
};
const connect = async (address, protocols, options) => { const s = listen(new WebSocket(address, protocols, options)); await opened(s); return s; };

// the three ways a token can come with the handshake
const header = await connect(url, [], { headers: { authorization: `Bearer ${token}` } });
say('header', (await next(header)).type);
const protocol = await connect(url, ['doorward.v1', `bearer.${token}`]);
say('protocol', [protocol.protocol, (await next(protocol)).type]);
const query = await connect(`${url}?token=${token}`);
say('query', (await next(query)).type);

// one message in many frames, with a ping between them
header.send('{"type":"ping",', { fin: false });
header.ping('x');
header.send('"id":"parts"', { fin: false });
header.send('}', { fin: true });
say('fragments', await next(header));

// several messages at once, each in a frame of its own and answered in a frame of its own
for (let n = 0; n < 20; n++) header.send(JSON.stringify({ type: 'ping', id: `${n}` }));
const ids = [];
for (let n = 0; n < 20; n++) ids.push((await next(header)).id);
say('order', ids);

// binary, garbage, and still alive
header.send(Buffer.from([1, 2, 3]));
say('binary', (await next(header)).payload.code);
header.send('{{{{');
say('garbage', (await next(header)).payload.code);
const pong = new Promise(done => header.once('pong', data => done(data.toString())));
header.ping('alive');
say('pong', await pong);

// a frame that breaks the protocol: an unmasked one
const broken = await connect(url, [], { headers: { authorization: `Bearer ${token}` } });
await next(broken);
const ended = new Promise(done => broken.once('close', done));
broken._socket.write(Buffer.from([0x81, 0x02, 0x68, 0x69]));
say('unmasked', await ended);

// a handshake that breaks off in the middle leaves the server as it was
const half = net.connect(new URL(url).port, '127.0.0.1');
await new Promise(done => half.once('connect', done));
half.write(`GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n`);
half.destroy();
header.send(JSON.stringify({ type: 'ping', id: 'after' }));
say('after', (await next(header)).id);

// a clean goodbye is answered with the same code
const closed = new Promise(done => header.once('close', code => done(code)));
header.close(1000);
say('closed', await closed);
protocol.terminate();
query.terminate();
