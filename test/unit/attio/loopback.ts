/** Small servers on this machine that misbehave as told. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export type Answer = (response: ServerResponse, request: Received, nth: number) => void;

export interface Loopback {
  url: string;
  port: number;
  received: Received[];
  close(): Promise<void>;
}

/** Answers the nth request with the nth answer, the last one from then on. */
export function serve(...answers: Answer[]): Promise<Loopback> {
  return serveOn(0, ...answers);
}

export async function serveOn(wanted: number, ...answers: Answer[]): Promise<Loopback> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const one = {
        method: request.method!,
        url: request.url!,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      const nth = received.push(one) - 1;
      answers[Math.min(nth, answers.length - 1)]!(response, one, nth);
    });
  });
  const sockets = trackSockets(server);
  const port = await listen(server, wanted);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    close: () => shut(server, sockets),
  };
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(body));
  };

/** The request arrives and the connection is reset without an answer. */
export const reset: Answer = (response) => (response.socket as Socket).resetAndDestroy();

/** Part of the promised body, then the end. */
export const truncated: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"data": [');
  setImmediate(() => response.socket?.destroy());
};

/** Nothing at all. */
export const silence: Answer = () => undefined;

/** A proxy: `CONNECT` to any host leads to `port` on this machine. Answers `refuse` instead, where given. */
export async function serveProxy(port: number, refuse?: number | 'silence'): Promise<Loopback> {
  const received: Received[] = [];
  const server = createServer();
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    received.push({ method: 'CONNECT', url: request.url!, headers: request.headers, body: '' });
    socket.on('error', () => undefined);
    if (refuse === 'silence') return;
    if (refuse !== undefined) {
      socket.end(`HTTP/1.1 ${refuse} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const up = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      up.pipe(socket).pipe(up);
    });
    up.on('error', () => socket.destroy());
    sockets.add(up);
  });
  const sockets = trackSockets(server);
  const own = await listen(server);
  return { url: `http://127.0.0.1:${own}`, port: own, received, close: () => shut(server, sockets) };
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await shut(server, new Set());
  return port;
}

function listen(server: Server, port = 0): Promise<number> {
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function trackSockets(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
}

function shut(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
