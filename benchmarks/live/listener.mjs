// As little of a WebSocket client (RFC 6455) as listens: on a machine that client and server share, what the client does is measured with the
// server. It asks once, and calls back with the first letters of each text frame.
import { randomBytes } from 'node:crypto';
import net from 'node:net';

export function listen(url, token, question, heard) {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((done, failed) => {
    const socket = net.connect(port, hostname, () => socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\n`
      + `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nAuthorization: Bearer ${token}\r\n\r\n`));
    let rest = null, open = false;
    socket.setNoDelay();
    socket.on('error', failed);
    socket.on('close', () => failed(new Error('the server closed a socket')));
    socket.on('data', data => {
      if (rest) { data = Buffer.concat([rest, data]); rest = null; }
      if (!open) {
        const end = data.indexOf('\r\n\r\n');
        if (end < 0) { rest = data; return; }
        if (!data.toString('latin1', 0, 12).endsWith('101')) { failed(new Error(data.toString('latin1', 0, end))); return; }
        open = true;
        data = data.subarray(end + 4);
        socket.write(masked(1, Buffer.from(question)));
        done(socket);
      }
      while (data.length >= 2) {
        const short = data[1] & 127;
        const head = short === 126 ? 4 : 2; // a frame of more than 64 KiB never comes
        if (data.length < head) break;
        const length = short === 126 ? data.readUInt16BE(2) : short;
        if (data.length < head + length) break;
        const kind = data[0] & 15;
        if (kind === 1) heard(data.toString('latin1', head, head + Math.min(length, 16)));
        else if (kind === 9) socket.write(masked(10, data.subarray(head, head + length)));
        data = data.subarray(head + length);
      }
      rest = data.length > 0 ? data : null;
    });
  });
}

// Clients mask (section 5.3); the key may be any, and with zeros the text stays as it is. Short ones only.
function masked(kind, payload) {
  return Buffer.concat([Buffer.from([0x80 | kind, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}
