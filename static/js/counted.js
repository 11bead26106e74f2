/* Sentences that count: the template writes a form for each plural of its language, and here one is taken. */

const plurals = new Intl.PluralRules(document.documentElement.lang);

/** The form of `data-NAME-…` of this element for a number, which stands in for its %(count)s. */
export function counted(element, name, count) {
  return element.getAttribute(`data-${name}-${plurals.select(count)}`).replace("%(count)s", count);
}
