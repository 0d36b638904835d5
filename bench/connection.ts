/**
 * One keep-alive HTTP connection that sends ready-made requests one after the other. Node's own client would use as
 * much of the machine as the servers that are measured, and make every server look alike.
 */
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Connection {
  /** One at a time. Rejects when the connection breaks. */
  send(request: Buffer): Promise<Answer>;
  close(): void;
}

export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((done, failed) => {
    socket.once('connect', done).once('error', failed);
  });
  return {
    send: (request) => exchange(socket, request),
    close: () => void socket.destroy(),
  };
}

function exchange(socket: Socket, request: Buffer): Promise<Answer> {
  return new Promise((done, failed) => {
    let received = '';
    function settle(act: () => void): void {
      socket.off('data', onData).off('error', onError).off('close', onClose);
      act();
    }
    function onData(chunk: Buffer): void {
      received += chunk.toString('latin1');
      const answer = parseAnswer(received);
      if (answer !== null) settle(() => done(answer));
    }
    function onError(error: Error): void {
      settle(() => failed(error));
    }
    function onClose(): void {
      settle(() => failed(new Error('the server closed the connection')));
    }
    socket.on('data', onData).on('error', onError).on('close', onClose);
    socket.write(request);
  });
}

/** Null while it is not whole. Bodies are only looked into for ASCII, so bytes may stand for characters. */
export function parseAnswer(received: string): Answer | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = received.slice(0, headEnd).toLowerCase();
  const body = received.slice(headEnd + 4);
  const status = Number(head.slice('http/1.1 '.length, 'http/1.1 200'.length));
  const length = /\r\ncontent-length: (\d+)/u.exec(head)?.[1];
  const isWhole = length === undefined ? body.endsWith('0\r\n\r\n') : body.length >= Number(length);
  return isWhole ? { status, body } : null;
}
