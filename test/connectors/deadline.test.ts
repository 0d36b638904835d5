import { withDeadline } from '../../src/connectors/deadline';
import { remoteError } from './contract-suite';

const never = new AbortController().signal;

describe('withDeadline', () => {
  it('hands through what the work returns and throws', async () => {
    await expect(withDeadline('X', { ms: 1_000, signal: never }, async () => 7)).resolves.toBe(7);
    const broken = withDeadline('X', { ms: 1_000, signal: never }, async () => {
      throw new TypeError('own');
    });
    await expect(broken).rejects.toThrow(TypeError);
  });

  it('ends work that hangs, and tells it to let go', async () => {
    let told = false;
    const hanging = withDeadline('X', { ms: 5, signal: never }, async (signal) => {
      signal.addEventListener('abort', () => (told = true));
      return new Promise(() => undefined);
    });
    const unavailable = { system: 'X', kind: 'unavailable', code: 'deadline' };
    expect(await remoteError(hanging)).toMatchObject(unavailable);
    expect(told).toBe(true);
  });

  it("ends by the caller's signal when that comes first", async () => {
    const controller = new AbortController();
    const hanging = withDeadline('X', { ms: 60_000, signal: controller.signal }, async () => {
      return new Promise(() => undefined);
    });
    controller.abort();
    expect((await remoteError(hanging)).code).toBe('deadline');
  });

  it('does not begin when it is already too late', async () => {
    let begun = false;
    const late = withDeadline('X', { ms: 1_000, signal: AbortSignal.abort() }, async () => {
      begun = true;
    });
    expect((await remoteError(late)).code).toBe('deadline');
    expect(begun).toBe(false);
  });

  it('leaves no unhandled rejection when abandoned work fails later', async () => {
    const unhandled: unknown[] = [];
    function note(reason: unknown): void {
      unhandled.push(reason);
    }
    process.on('unhandledRejection', note);
    const late = withDeadline('X', { ms: 1, signal: never }, async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new Error('too late');
    });
    await remoteError(late);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
