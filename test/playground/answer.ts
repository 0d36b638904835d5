import { type ServerResponse } from 'node:http';

/**
 * Answers as a bot of the tests does. In two steps, because restify patches every response of the process that loads
 * it, and its `writeHead` returns nothing: whether these tests passed hung on what had run before them.
 */
export function answer(res: ServerResponse, status: number, body = ''): void {
  res.statusCode = status;
  res.end(body);
}
