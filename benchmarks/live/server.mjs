// The npm package ws, as its readme broadcasts: one JSON text to every open client. A line on standard input is an event.
import { createInterface } from 'node:readline';
import { WebSocketServer, WebSocket } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/ws' });
server.on('listening', () => console.log(server.address().port));
process.on('SIGUSR2', () => gc());
server.on('connection', socket => socket.on('message', text => socket.send(JSON.stringify({ type: 'done', id: JSON.parse(text).id }))));
createInterface({ input: process.stdin }).on('line', line => {
  for (const client of server.clients) if (client.readyState === WebSocket.OPEN) client.send(line);
}).on('close', () => process.exit(0));
