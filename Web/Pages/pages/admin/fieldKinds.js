/** The kinds of field that can be made at run time: how they look and what they need to know, as the server's rules say. */
export const KIND_ICONS = {
  text: 'short_text', longText: 'notes', richText: 'format_color_text', phone: 'call', mail: 'alternate_email', url: 'link', integer: 'pin', decimal: 'calculate', percent: 'percent',
  money: 'payments', flag: 'check_box', date: 'event', dateTime: 'schedule', choice: 'radio_button_checked', choices: 'checklist', reference: 'arrow_outward', references: 'hub', json: 'data_object',
}

const TEXTS = ['text', 'longText', 'richText']
const RANGED = ['integer', 'decimal', 'percent']
const SEARCHABLE = ['text', 'longText', 'phone', 'mail', 'url']
const UNIQUE = ['text', 'phone', 'mail', 'url', 'integer', 'date']
const INDEXED = [...UNIQUE, 'decimal', 'percent', 'money', 'dateTime', 'choice']
const REFERENCES = ['reference', 'references']

const NEEDS = {
  maximumLength: TEXTS, minimum: RANGED, maximum: RANGED, places: ['decimal'], currency: ['money'], target: REFERENCES, isSearched: SEARCHABLE, isUnique: UNIQUE, isIndexed: INDEXED, isLine: ['reference'], controlledBy: ['choice'],
}

/** Whether a kind has a use for a parameter or a trait. */
export const fits = (kind, parameter) => !NEEDS[parameter] || NEEDS[parameter].includes(kind)

/** Kinds whose standard can be typed in a form; references and what is unique have none. */
export const mayHaveStandard = (kind, isUnique) => !isUnique && !REFERENCES.includes(kind) && kind !== 'json' && kind !== 'richText'

export const isChoice = (kind) => kind === 'choice' || kind === 'choices'
