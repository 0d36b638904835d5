import { assertLoopback, send, startLoopbackServer } from '../../playground/shared/http';
import { createJournal } from '../../playground/shared/journal';
import { createBuckets, createWindows } from '../../playground/shared/windows';

describe('token buckets', () => {
  const bucket = { burst: 2, perSecond: 0.5 };

  test('give the burst at once, then one token for each refill, and say how long to wait', () => {
    const take = createBuckets();
    expect([take('a', bucket, 0), take('a', bucket, 0)]).toEqual([0, 0]);
    expect(take('a', bucket, 0)).toBe(2_000);
    expect(take('a', bucket, 1_500)).toBe(500);
    expect(take('a', bucket, 2_000)).toBe(0);
    expect(take('b', bucket, 2_000)).toBe(0);
  });

  test('hold no more than the burst after a long rest', () => {
    const take = createBuckets();
    take('a', bucket, 0);
    const later = 3_600_000;
    expect([1, 2, 3].map(() => take('a', bucket, later))).toEqual([0, 0, 2_000]);
  });
});

describe('sliding windows', () => {
  test('refuse while any window is full, and do not count what they refused', () => {
    const count = createWindows();
    const limits = [
      { most: 2, seconds: 1 },
      { most: 3, seconds: 10 },
    ];
    expect([count('a', limits, 0), count('a', limits, 400)]).toEqual([0, 0]);
    expect(count('a', limits, 500)).toBe(500);
    expect(count('a', limits, 1_000)).toBe(0);
    expect(count('a', limits, 2_500)).toBe(7_500);
    expect(count('a', limits, 10_000)).toBe(0);
    expect(count('b', limits, 10_000)).toBe(0);
  });
});

describe('the journal', () => {
  test('lets a test wait for what is already there, for what comes, and not for ever', async () => {
    const journal = createJournal<number>();
    journal.add(1);
    await expect(journal.until(() => journal.entries[0], 'the first')).resolves.toBe(1);
    const second = journal.until(() => journal.entries[1], 'the second');
    journal.add(2);
    await expect(second).resolves.toBe(2);
    const never = journal.until(() => journal.entries[2], 'the third', 20);
    await expect(never).rejects.toThrow('in vain for: the third');
  });

  test('tells subscribers until they leave', () => {
    const journal = createJournal<number>();
    const heard: number[] = [];
    const end = journal.subscribe((entry) => heard.push(entry));
    journal.add(1);
    end();
    journal.add(2);
    expect(heard).toEqual([1]);
  });
});

describe('sending', () => {
  const sending = { headers: {}, body: '', deadlineMs: 100 };

  test('reports an answer, a late one and an unreachable address without throwing', async () => {
    let reply = (): Promise<void> => Promise.resolve();
    const server = await startLoopbackServer(async (_req, res) => {
      await reply();
      res.end('hello');
    });
    const url = server.origin;
    expect(await send({ ...sending, url })).toMatchObject({ outcome: 'answered', body: 'hello' });
    reply = () => new Promise((resolve) => setTimeout(resolve, 300));
    expect(await send({ ...sending, url })).toEqual({ outcome: 'timed-out' });
    await server.close();
    expect(await send({ ...sending, url })).toMatchObject({ outcome: 'unreachable' });
  });

  test.each(['https://example.com', 'http://10.0.0.1', 'http://127.0.0.1.example.com'])(
    'refuses the address %s',
    (url) => {
      expect(() => assertLoopback(url)).toThrow('loopback');
    },
  );

  test.each(['http://127.0.0.1:1/x', 'http://localhost', 'http://[::1]:3'])('takes %s', (url) => {
    expect(() => assertLoopback(url)).not.toThrow();
  });
});
