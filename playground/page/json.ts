/** Reading blocks and cards, which are JSON of many shapes. */
import { type Json } from '../page-state';

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function json(value: unknown): Json {
  return isJson(value) ? value : {};
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The words of a Slack text object. */
export function textOf(value: unknown): string {
  return text(json(value).text);
}
