// Has a .NET process collect its garbage, all of it, without a door of its own for that: the diagnostics port of the runtime
// (github.com/dotnet/diagnostics, documentation/design-docs/ipc-protocol.md), where a session with the keyword GCHeapCollect begins with a full
// collection. What a socket keeps is then measured, not what its handshake left behind.
import { readdirSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';

const EventPipe = 2, Stop = 1, CollectTracing = 2, GCHeapCollect = 0x800000n, Verbose = 5;

const message = (command, payload) => {
  const head = Buffer.alloc(20);
  head.write('DOTNET_IPC_V1\0', 'latin1');
  head.writeUInt16LE(20 + payload.length, 14);
  head.writeUInt8(EventPipe, 16);
  head.writeUInt8(command, 17);
  return Buffer.concat([head, payload]);
};
const u32 = n => { const b = Buffer.alloc(4); b.writeUInt32LE(n); return b; };
const u64 = n => { const b = Buffer.alloc(8); b.writeBigUInt64LE(n); return b; };
const text = s => Buffer.concat([u32(s.length + 1), Buffer.from(`${s}\0`, 'utf16le')]);

// the first 20 bytes and the 8 of the answer; what follows is the trace, which nobody wants
const ask = (path, command, payload) => new Promise((done, failed) => {
  const socket = net.connect(path, () => socket.write(message(command, payload)));
  let said = Buffer.alloc(0), answered = false;
  socket.on('error', failed);
  socket.on('data', data => {
    if (answered) return;
    said = Buffer.concat([said, data]);
    if (said.length < 28) return;
    answered = true;
    if (said[16] !== 0xff || said[17] !== 0) failed(new Error(`the runtime refused: ${said.toString('hex', 16, 28)}`));
    else done({ session: said.readBigUInt64LE(20), socket });
  });
});

export async function collect(pid) {
  const name = readdirSync(os.tmpdir()).find(file => file.startsWith(`dotnet-diagnostic-${pid}-`));
  if (!name) throw new Error(`process ${pid} has no diagnostics port`);
  const path = `${os.tmpdir()}/${name}`;
  const { session, socket } = await ask(path, CollectTracing,
    Buffer.concat([u32(16), u32(1), u32(1), u64(GCHeapCollect), u32(Verbose), text('Microsoft-Windows-DotNETRuntime'), u32(0)]));
  await new Promise(done => setTimeout(done, 2000));
  (await ask(path, Stop, u64(session))).socket.destroy();
  socket.destroy();
}
