import { readTemplate, type Encoder, type Json } from '../../src/views/expand';
import { plain, say } from '../../src/words';
import { type ViewFacts } from '../../src/views/view';

/** Says where it was asked, so that tests see the slot. */
const encoder: Encoder = {
  isText: ({ type, name }) => type === 'joined' && name === 'text',
  text: (sentences, { type, name }) => `${type}/${name}:${sentences.map(plain).join('+')}`,
  finish: (node) => node,
};

function draw(template: Json, facts: ViewFacts = {}): Json {
  return readTemplate(template, encoder)(facts);
}

const ben = say('denied.by', { person: 'Ben' });

describe('readTemplate', () => {
  it('sets a value at its path and has text encoded for its slot', () => {
    const template = { type: 'box', text: '${one.two}', count: '${count}', open: '${open}' };
    expect(draw(template, { one: { two: 'a ${count} b' }, count: 3, open: false })).toEqual({
      type: 'box',
      text: 'box/text:a ${count} b',
      count: 3,
      open: false,
    });
  });

  it('never reads a value as template, label or JSON', () => {
    const facts = { text: '@button.approve', other: '"},{"type":"evil"', third: '${text}' };
    expect(draw(['${text}', '${other}', '${third}'], facts)).toEqual([
      '/:@button.approve',
      '/:"},{"type":"evil"',
      '/:${text}',
    ]);
  });

  it('leaves everything else in a template alone', () => {
    const template = { a: 1, b: null, c: 'x ${y} z', d: [true, 'a@b', { e: [] }] };
    expect(draw(template)).toEqual(template);
  });

  it('takes labels from the words', () => {
    expect(draw({ type: 'button', text: '@button.approve' })).toEqual({
      type: 'button',
      text: 'button/text:Approve',
    });
  });

  it('keeps an object only when there is something at its path', () => {
    const template = ['null', 'none', 'empty', 'no', 'zero', 'full', 'sentence'].map((name) => ({
      $when: name,
      name,
    }));
    const facts = {
      ...{ null: null, none: [], empty: '', no: false },
      ...{ zero: 0, full: [{}], sentence: ben },
    };
    expect(draw(template, facts)).toEqual([
      { name: 'zero' },
      { name: 'full' },
      { name: 'sentence' },
    ]);
    expect(draw({ a: { $when: 'no' }, b: 1 }, facts)).toEqual({ b: 1 });
  });

  it('repeats an object for each item, whose facts are then the only ones', () => {
    const template = [{ $repeat: 'rows', $when: 'shown', name: '${name}' }, 'end'];
    const facts = {
      name: 'outside',
      rows: [
        { name: 'a', shown: true },
        { name: 'b', shown: false },
        { name: 'c', shown: true },
      ],
    };
    expect(draw(template, facts)).toEqual([{ name: '/name:a' }, { name: '/name:c' }, 'end']);
    const outer = { rows: [{}], name: 'outside' };
    expect(() => draw([{ $repeat: 'rows', name: '${name}' }], outer)).toThrow(/name/);
  });

  it('leaves a property out whose value is null', () => {
    expect(draw({ type: 'box', text: '${nothing}' }, { nothing: null })).toEqual({ type: 'box' });
  });

  it('joins several sentences in a slot that takes them', () => {
    const facts = { a: ben, b: 'Text', none: null, list: [{ say: ben }, { say: ben }] };
    expect(draw({ type: 'joined', text: ['${a}', '${b}', '${none}'] }, facts)).toEqual({
      type: 'joined',
      text: 'joined/text:Ben denied it.+Text',
    });
    expect(draw({ type: 'joined', text: '${list}' }, facts)).toEqual({
      type: 'joined',
      text: 'joined/text:Ben denied it.+Ben denied it.',
    });
  });

  it.each<[string, Json, RegExp]>([
    ['a path that the view does not have', '${missing}', /missing/],
    ['a path into a text', '${text.length}', /text\.length/],
    ['a path into what every object has', '${constructor}', /constructor/],
    ['a condition on an unknown path', { $when: 'missing' }, /missing/],
    ['a condition that is no path', { $when: 3 }, /3 where a path/],
    ['a repetition of what is no list', [{ $repeat: 'text' }], /no list/],
    ['a label that the words do not have', '@button.nothing', /button\.nothing/],
    ['facts where a sentence belongs', '${list}', /no sentence/],
    [
      'a literal where sentences are joined',
      { type: 'joined', text: ['plain'] },
      /sentence belongs/,
    ],
  ])('throws on %s', (_what, template, message) => {
    expect(() => draw(template, { text: 'x', list: [{ other: 1 }] })).toThrow(message);
  });
});
