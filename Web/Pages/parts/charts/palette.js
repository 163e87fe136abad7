/** The colours of charts, from the tokens: options in the colours of their chips, everything else in a quiet row that reads in both themes. */
const NAMES = ['blue', 'teal', 'violet', 'amber', 'green', 'pink', 'red', 'grey']

/** A token as it stands now; it changes with the theme. */
export const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--gx-${name}`).trim()

/** Whether options have colours by which one can tell them apart. */
export const isTold = (all) => new Set(all.filter((one) => one.colour).map((one) => one.colour)).size > 1

/** The colour of an option; those without a colour of their own are told apart by the row. */
export function colourOf({ colour, isNone, isRest }, place, all) {
  if (isNone || isRest) return token('chart-none')
  if (colour && isTold(all)) return token(`chart-${NAMES.includes(colour) ? colour : 'grey'}`)
  return token(`chart-${NAMES[place % (NAMES.length - 1)]}`)
}
