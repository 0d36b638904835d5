import { parseAnswer } from '../../bench/connection';
import { describe as described, isMet, median, percentile } from '../../bench/figures';

describe('figures of the benchmark', () => {
  it('takes the middle value, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 9, 5, 3])).toBe(4);
    expect(median([7])).toBe(7);
  });

  it('takes as percentile the smallest value that this share does not exceed', () => {
    const values = Array.from({ length: 200 }, (_, n) => 200 - n);
    expect(percentile(values, 0.5)).toBe(100);
    expect(percentile(values, 0.99)).toBe(198);
    expect(percentile([3], 0.99)).toBe(3);
  });

  it('meets a lower bound from its very value on, and an upper one only below it', () => {
    const bound = { name: 'one', unit: 'MB' };
    expect(isMet({ ...bound, value: 0.5, atLeast: 0.5 })).toBe(true);
    expect(isMet({ ...bound, value: 0.499, atLeast: 0.5 })).toBe(false);
    expect(isMet({ ...bound, value: 249.9, below: 250 })).toBe(true);
    expect(isMet({ ...bound, value: 250, below: 250 })).toBe(false);
    expect(described({ ...bound, value: 250, below: 250 })).toMatch(
      /250\.00 MB +under 250 MB: MISSED/u,
    );
  });

  it('meets no bound with a number that is none', () => {
    expect(isMet({ name: 'one', unit: '', value: NaN, atLeast: 0.5 })).toBe(false);
  });
});

describe('answers as they come from the wire', () => {
  const head = 'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n';

  it('waits for as many bytes as were announced', () => {
    const whole = `${head}Content-Length: 5\r\n\r\nELV-1`;
    expect(parseAnswer(whole.slice(0, -1))).toBeNull();
    expect(parseAnswer(whole)).toEqual({ status: 200, body: 'ELV-1' });
  });

  it('waits for the last chunk', () => {
    const whole = `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nELV-1\r\n0\r\n\r\n`;
    expect(parseAnswer(whole.slice(0, -5))).toBeNull();
    expect(parseAnswer(whole)?.body).toContain('ELV-1');
  });

  it('gives the status of an answer without a body', () => {
    expect(parseAnswer('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n')).toEqual({
      status: 401,
      body: '',
    });
  });
});
