/** A record, found as global search finds it, or made on the spot. */
import { html } from '../html.js'
import { api } from '../api.js'
import { entityNamed } from '../catalogue.js'
import { createRecord } from '../forms/create.js'
import { Picker } from './Picker.js'

/** The options for what was typed; without words, the newest. */
export async function findRecords(entity, words) {
  const fields = [entity.title, ...['code', 'login'].filter((key) => entity.field[key])].join(',')
  const answer = await api.get(`/${entity.resource}`, { q: words, limit: 20, fields })
  return answer.data.map((record) => ({ key: record.id, label: record[entity.title] ?? '', detail: record.code ?? record.login, colour: record.colour }))
}

export const ReferencePicker = (props, { attrs }) => {
  const entity = entityNamed(props.target)
  if (!entity) return html`<input class="gx-input" disabled value=${props.modelValue ?? ''} />`
  const create = entity.can.create && !entity.is.administered ? async (text) => {
    const record = await createRecord(entity, { [entity.title]: text }, { stay: true })
    return record && { key: record.id, label: record[entity.title] }
  } : undefined
  return html`<${Picker} modelValue=${props.modelValue} search=${(words) => findRecords(entity, words)} create=${create} ...${attrs} />`
}
ReferencePicker.props = ['target', 'modelValue']
ReferencePicker.inheritAttrs = false
