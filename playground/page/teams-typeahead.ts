import {
  type AdaptiveCard,
  GlobalRegistry,
  Input,
  type PropertyBag,
  type SerializationContext,
} from 'adaptivecards';
import { type FoundOption, type Json } from '../page-state';
import { isJson, json, list, text } from './json';
import { createTypeahead, type Typeahead } from './typeahead';

type Search = (input: string, typed: string) => Promise<readonly FoundOption[]>;

/** Of each card that is shown. */
const searches = new WeakMap<object, Search>();

const typeName = 'Elevate.Typeahead';

/** The library's own typeahead is a beginning without a role or a label; this one stands in its place, as Teams draws it. */
class TypeaheadInput extends Input {
  private source: Json = {};
  private typeahead: Typeahead | undefined;

  override getJsonTypeName(): string {
    return typeName;
  }

  protected override internalParse(source: PropertyBag, context: SerializationContext): void {
    super.internalParse(source, context);
    this.source = source;
  }

  protected override internalRender(): HTMLElement {
    const initial = list(this.source.choices)
      .map(json)
      .find(({ value }) => value === this.source.value);
    this.typeahead = createTypeahead({
      label: this.label ?? '',
      placeholder: text(this.source.placeholder),
      chosen: initial ? { label: text(initial.title), value: text(initial.value) } : null,
      search: (typed) =>
        searches.get(this.getRootElement())?.(this.id ?? '', typed) ?? Promise.resolve([]),
      onChoose: () => this.valueChanged(),
    });
    this.typeahead.input.className = 'ac-input ac-textInput';
    return this.typeahead.element;
  }

  override focus(): void {
    this.typeahead?.input.focus();
  }

  override isSet(): boolean {
    return this.value !== undefined;
  }

  override get value(): string | undefined {
    return this.typeahead?.chosen()?.value;
  }
}

GlobalRegistry.elements.register(typeName, TypeaheadInput);

/** The type under which an element is drawn: its own, unless it finds its choices by typing. */
export function drawnType(element: Json): { readonly type?: string } {
  return isJson(element['choices.data']) ? { type: typeName } : {};
}

/** What the inputs of this card that find choices by typing ask. */
export function searchWith(card: AdaptiveCard, search: Search): void {
  searches.set(card, search);
}
