// Opens the sockets, makes one event at a time and measures when each socket has it. Client, server and PostgreSQL share the machine.
import { spawn, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import net from 'node:net';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { collect } from './collect.mjs';
import { listen } from './listener.mjs';

const root = process.argv[2];
const option = (name, usual) => { const at = process.argv.indexOf(name); return at < 0 ? usual : process.argv[at + 1]; };
const sockets = Number(option('--sockets', 5000));
const rounds = Number(option('--rounds', 10));
const dll = `${root}/artifacts/bin/Doorward/release/Doorward.dll`;
const here = fileURLToPath(new URL('.', import.meta.url));

const kilobytes = pid => Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
// user and system, in ms: proc(5), in ticks of 10 ms
const processor = pid => { const all = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' '); return 10 * (Number(all[11]) + Number(all[12])); };
const pause = ms => new Promise(done => setTimeout(done, ms));
const percentile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))];
const median = numbers => percentile([...numbers].sort((a, b) => a - b), 0.5);

const freePort = () => new Promise(done => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => done(port)); });
});

// a line that matches, or the end
const lineOf = (child, pattern) => new Promise((done, failed) => {
  createInterface({ input: child.stdout }).on('line', line => { const found = pattern.exec(line); if (found) done(found); })
    .on('close', () => failed(new Error('the server ended before it was ready')));
});

async function doorward() {
  const port = await freePort();
  const child = spawn('dotnet', [dll, '--demo', '--urls', `http://127.0.0.1:${port}`], {
    cwd: os.tmpdir(), stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, DOORWARD_LIVE__CONNECTIONS_PER_PERSON: `${sockets + 10}` },
  });
  await lineOf(child, /^Doorward listens on /);
  const token = execFileSync('dotnet', [dll, 'token', '--organization', 'demo', '--agent', 'ana'], { cwd: os.tmpdir(), encoding: 'utf8' }).trim();
  const post = n => fetch(`http://127.0.0.1:${port}/api/v1/properties`, {
    method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: `Bench ${n}`, address: 'Porto', time_zone: 'Europe/Lisbon' }),
  }).then(answer => { if (answer.status !== 201) throw new Error(`creating a property answered ${answer.status}`); });
  return { name: 'Doorward', pid: child.pid, url: `ws://127.0.0.1:${port}/ws`, token, fire: post, collect: () => collect(child.pid), end: () => stop(child) };
}

async function npm() {
  const child = spawn('node', ['--expose-gc', `${here}server.mjs`], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = await lineOf(child, /^\d+$/);
  const text = n => JSON.stringify({ type: 'event', payload: { topic: 'properties', cursor: `7341-${n}`, event: {
    specversion: '1.0', id: '019379a2-5b7c-7c3e-9a41-2f6d8e0b1c01', source: '/organizations/019379a2-5b7c-7c3e-9a41-2f6d8e0b1c00',
    type: 'property.created', subject: '019379a2-5b7c-7c3e-9a41-2f6d8e0b1c02', time: '2026-11-21T09:00:00Z',
    actorid: '019379a2-5b7c-7c3e-9a41-2f6d8e0b1c03', datacontenttype: 'application/json', data: { before: null,
      after: { name: `Bench ${n}`, address: 'Porto', time_zone: 'Europe/Lisbon', allows_parallel_viewings: false } } } } });
  return { name: 'npm ws', pid: child.pid, url: `ws://127.0.0.1:${port}/ws`, token: '', fire: async n => { child.stdin.write(`${text(n)}\n`); }, collect: async () => child.kill('SIGUSR2'), end: () => stop(child) };
}

const stop = child => new Promise(done => { child.once('exit', done); child.kill('SIGTERM'); });

async function measure(start) {
  const server = await start();
  try {
    const settled = async () => {
      // memory goes back to the machine some collections after it has become free
      for (let n = 0; n < 3; n++) { await server.collect(); await pause(1500); }
      return kilobytes(server.pid);
    };
    await pause(3000);
    const before = await settled();
    const all = [];
    let heard = () => {};
    const open = () => new Promise((done, failed) => {
      listen(server.url, server.token, '{"type":"subscribe","id":"s","payload":{"topic":"properties"}}', head => {
        if (head.startsWith('{"type":"event"')) heard();
        else if (head.startsWith('{"type":"done"')) done();
      }).then(socket => all.push(socket), failed);
    });
    for (let n = 0; n < sockets; n += 100) await Promise.all(Array.from({ length: Math.min(100, sockets - n) }, open));
    const opened = kilobytes(server.pid);
    const idle = await settled();
    const p50 = [], last = [], used = [];
    for (let round = 0; round < rounds + 2; round++) {
      const times = [];
      const everybody = new Promise(done => { heard = () => { times.push(performance.now()); if (times.length === sockets) done(); }; });
      const [begun, cpu] = [performance.now(), processor(server.pid)];
      await server.fire(round);
      await everybody;
      // two rounds to warm up
      if (round >= 2) { p50.push(percentile(times, 0.5) - begun); last.push(times[sockets - 1] - begun); used.push(processor(server.pid) - cpu); }
      await pause(300);
    }
    for (const socket of all) socket.destroy();
    return { name: server.name, sockets, p50_ms: +median(p50).toFixed(1), all_ms: +median(last).toFixed(1), worst_ms: +Math.max(...last).toFixed(1),
      cpu_ms: median(used), kb_per_socket: +((idle - before) / sockets).toFixed(1), kb_opened: +((opened - before) / sockets).toFixed(1) };
  } finally {
    await server.end();
  }
}

const load = os.loadavg()[0];
const results = [];
for (const way of [doorward, npm]) results.push(await measure(way));
const ratio = +(results[0].all_ms / results[1].all_ms).toFixed(2);
console.log(`\none event to ${sockets} sockets, median of ${rounds} rounds, from the request to the last socket (load before: ${load.toFixed(2)})\n`);
console.log('| server | half have it, ms | all have it, ms | worst round, ms | its processor time, ms | KB a socket, idle | with the garbage of handshakes |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const r of results) console.log(`| ${r.name} | ${r.p50_ms} | ${r.all_ms} | ${r.worst_ms} | ${r.cpu_ms} | ${r.kb_per_socket} | ${r.kb_opened} |`);
console.log(`\nDoorward takes ${ratio} times as long as npm ws; the target is 250 ms and 20 KB a socket.`);
if (option('--json')) writeFileSync(option('--json'), JSON.stringify({ sockets, rounds, load, results, ratio }, null, 2) + '\n');
