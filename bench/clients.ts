/** A process of its own: clients that send signed commands as fast as they are answered, for a given time. */
import { percentile } from './figures';
import { openConnection, type Connection } from './connection';
import { signedRequests } from './payloads';

export interface Load {
  readonly port: number;
  readonly signingSecret: string;
  readonly slackOrigin: string;
  readonly clients: number;
  readonly seconds: number;
  /** What every answer has to contain. */
  readonly expected: string;
}

export interface Measured {
  readonly answered: number;
  readonly perSecond: number;
  /** Of the acknowledgement, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** More than any server here answers, so that none is signed while it is measured. */
const preparedPerSecond = 20_000;

process.on('message', (load: Load) => {
  run(load).then(
    (measured) => process.send!(measured),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));

async function run(load: Load): Promise<Measured> {
  const requests = signedRequests({ ...load, count: preparedPerSecond * load.seconds });
  const connections = await Promise.all(
    Array.from({ length: load.clients }, () => openConnection(load.port)),
  );
  const latenciesMs: number[] = [];
  const begun = performance.now();
  const until = begun + load.seconds * 1000;
  await Promise.all(
    connections.map((connection) => keepAsking(connection, requests, until, load, latenciesMs)),
  );
  const tookS = (performance.now() - begun) / 1000;
  for (const connection of connections) connection.close();
  return {
    answered: latenciesMs.length,
    perSecond: latenciesMs.length / tookS,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
  };
}

async function keepAsking(
  connection: Connection,
  requests: Buffer[],
  until: number,
  { expected }: Load,
  latenciesMs: number[],
): Promise<void> {
  for (;;) {
    const sentAt = performance.now();
    if (sentAt >= until) return;
    const request = requests.pop();
    if (request === undefined) throw new Error('the server is faster than payloads were prepared');
    const { status, body } = await connection.send(request);
    if (status !== 200 || !body.includes(expected)) {
      throw new Error(`answered with ${status}: ${body.slice(0, 400)}`);
    }
    latenciesMs.push(performance.now() - sentAt);
  }
}
