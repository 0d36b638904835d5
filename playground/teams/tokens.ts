/** Keys and tokens: those that the channel signs for its calls to the bot, and the bot's own. */
import {
  createHmac,
  createSign,
  generateKeyPairSync,
  randomUUID,
  type KeyObject,
} from 'node:crypto';
import { type Json } from '../shared/json';
import { channelTokenIssuer } from './settings';

interface Key {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly jwk: Json;
}

export interface Keys {
  /** Endorsed for Teams. */
  readonly channel: Key;
  /** Published, but not endorsed for Teams. */
  readonly unendorsed: Key;
  /** Known to nobody, under the kid of the channel's key. */
  readonly stranger: Key;
}

export function createKeys(): Keys {
  const channel = createKey();
  const kid = 'simulated-2';
  let stranger: Key | null = null;
  return {
    channel,
    // The same pair under another name: what counts is what the published entry endorses.
    unendorsed: { ...channel, kid, jwk: { ...channel.jwk, kid, endorsements: ['webchat'] } },
    get stranger() {
      // Making a pair takes a while, and few need this one.
      stranger ??= createKey();
      return stranger;
    },
  };
}

function createKey(): Key {
  const kid = 'simulated-1';
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = publicKey.export({ format: 'jwk' });
  return { kid, privateKey, jwk: { ...jwk, kid, use: 'sig', endorsements: ['msteams'] } };
}

/** What is published at the JWKS address. */
export function publishedKeys(keys: Keys): Json {
  return { keys: [keys.channel.jwk, keys.unendorsed.jwk] };
}

/** Every part of a token that a forger may get wrong; what is left out is right. */
export interface TokenKnobs {
  readonly key?: keyof Keys;
  readonly kid?: string;
  readonly algorithm?: 'RS256' | 'none' | 'HS256';
  readonly issuer?: string;
  readonly audience?: string;
  /** null leaves the claim out. */
  readonly serviceUrl?: string | null;
  /** Seconds from now. */
  readonly notBefore?: number;
  readonly expires?: number;
}

export interface TokenFacts {
  readonly appId: string;
  readonly serviceUrl: string;
}

/** A token as the channel service gives it with each call. Real time, as the bot's library compares with it. */
export function channelToken(keys: Keys, facts: TokenFacts, knobs: TokenKnobs = {}): string {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const key = keys[knobs.key ?? 'channel'];
  const algorithm = knobs.algorithm ?? 'RS256';
  const serviceUrl = knobs.serviceUrl === undefined ? facts.serviceUrl : knobs.serviceUrl;
  const header = { alg: algorithm, typ: 'JWT', kid: knobs.kid ?? key.kid };
  const claims = {
    iss: knobs.issuer ?? channelTokenIssuer,
    aud: knobs.audience ?? facts.appId,
    ...(serviceUrl === null ? {} : { serviceurl: serviceUrl }),
    nbf: nowSeconds + (knobs.notBefore ?? -300),
    exp: nowSeconds + (knobs.expires ?? 3600),
  };
  return signed(header, claims, key);
}

function signed(header: { alg: string }, claims: object, key: Key): string {
  const input = `${base64url(header)}.${base64url(claims)}`;
  if (header.alg === 'none') return `${input}.`;
  if (header.alg === 'HS256') {
    // The classic confusion: the public key taken as a shared secret.
    const secret = JSON.stringify(key.jwk);
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  }
  return `${input}.${createSign('RSA-SHA256').update(input).sign(key.privateKey, 'base64url')}`;
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A token for the bot's own calls; the simulation knows it by its text. */
export function botToken(keys: Keys, appId: string, lifetimeSeconds: number): string {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const header = { alg: 'RS256', typ: 'JWT', kid: keys.channel.kid };
  const claims = {
    iss: 'https://sts.windows.net/simulated/',
    aud: channelTokenIssuer,
    appid: appId,
    nbf: nowSeconds,
    exp: nowSeconds + lifetimeSeconds,
    jti: randomUUID(),
  };
  return signed(header, claims, keys.channel);
}
