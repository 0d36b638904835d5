import { resolveSecret, secretReference } from '../../src/connectors/secrets';
import { ConfigError } from '../../src/errors';

const files: Record<string, string> = { '/run/s': 'from-file\n', '/run/empty': '\n' };

function readFile(path: string): string {
  const text = files[path];
  if (text === undefined) throw new Error(`ENOENT ${path}`);
  return text;
}

function resolve(reference: string): string {
  return resolveSecret(reference, { SET: 'from-env', EMPTY: '' }, readFile);
}

describe('resolveSecret', () => {
  it('reads the environment and files, without the newline that editors add', () => {
    expect(resolve('env:SET')).toBe('from-env');
    expect(resolve('file:/run/s')).toBe('from-file');
  });

  it.each([
    ['env:UNSET', /UNSET is not set.*Example: UNSET=/],
    ['env:EMPTY', /EMPTY is not set/],
    ['file:/run/none', /\/run\/none cannot be read.*Example/],
    ['file:/run/empty', /\/run\/empty is empty/],
  ])('says what to set when %s points to nothing', (reference, message) => {
    expect(() => resolve(reference)).toThrow(ConfigError);
    expect(() => resolve(reference)).toThrow(message);
  });

  it.each(['hunter2', 'env:', 'env:A B', 'ENV:SET', 'postgres://u:hunter2@h/d'])(
    'refuses the value %j in place of a reference, and does not repeat it',
    (value) => {
      expect(() => resolve(value)).toThrow(ConfigError);
      expect(() => resolve(value)).toThrow(/Example: password: env:/);
      expect(() => resolve(value)).not.toThrow(/hunter2/);
      expect(secretReference.safeParse(value).success).toBe(false);
    },
  );
});
