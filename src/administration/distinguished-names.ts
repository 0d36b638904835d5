/** Names of objects as Active Directory writes them: `CN=Ana,OU=Staff,DC=corp,DC=example`. Pure. */

/** `corp.example` of `OU=Staff,DC=corp,DC=example`; empty where no domain is named. */
export function domainOf(name: string): string {
  return partsOf(name)
    .filter((part) => part.startsWith('dc='))
    .map((part) => part.slice(3))
    .join('.');
}

/** Whether an object of this name is the base or below it. */
export function isWithin(name: string, base: string): boolean {
  const [inner, outer] = [partsOf(name), partsOf(base)];
  return outer.length > 0 && outer.every((part, at) => part === inner.at(at - outer.length));
}

/** In lower case, without the space that may stand around a comma; a comma that belongs to a value divides nothing. */
function partsOf(name: string): readonly string[] {
  const parts = name.match(/(?:\\.|[^\\,])+/gsu) ?? [];
  return parts.map((part) => part.trim().toLowerCase());
}
