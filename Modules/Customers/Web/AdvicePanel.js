/** Advice for the talk: how to speak to somebody of this temperament, and what comes next on this level of the relation. */
import { html } from '../../parts/html.js'
import { shallowRef } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { open } from '../../parts/Dialog.js'
import { Button, Icon } from '../../parts/elements.js'
import { saveField } from '../../parts/forms/saveField.js'
import { useRecordData } from '../../parts/panels.js'
import { Failure } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { QuestionnaireDialog } from './QuestionnaireDialog.js'

const PARTS = [['recognise', 'visibility'], ['words', 'forum'], ['avoid', 'block'], ['close', 'handshake']]

export default {
  props: { entity: Object, record: Object },
  emits: ['saved'],
  setup(props, { emit }) {
    const advice = shallowRef(null)
    const problem = shallowRef(null)
    const load = () => api.get(`/${props.entity.resource}/${props.record.id}/advice`).then((answer) => ((advice.value = answer), (problem.value = null)), (error) => (problem.value = error))
    useRecordData(props, load)
    const find = async () => {
      const temperament = await open(QuestionnaireDialog)
      if (!temperament) return
      const saved = await saveField(props.entity, props.record, props.entity.field.temperament, temperament)
      if (saved?.record) emit('saved')
    }
    const mayWrite = () => props.entity.can.edit && props.entity.field.temperament?.right === 'write'
    const type = ({ name, source, ...words }) => html`
      <h4 class="gx-advice-type">${name}${mayWrite() && html`<${Button} kind="quiet" icon="quiz" hint=${t('page.advice.again')} onClick=${find} />`}</h4>
      <dl class="gx-advice">${PARTS.map(([key, icon]) => html`<div key=${key}><dt><${Icon} name=${icon} size="small" />${t(`page.advice.${key}`)}</dt><dd>${words[key]}</dd></div>`)}</dl>
      <p class="gx-faint gx-small">${source}</p>`
    const level = ({ name, meaning, next, source }) => html`
      <h4 class="gx-advice-type">${name}</h4><p class="gx-faint">${meaning}</p>
      <dl class="gx-advice"><div><dt><${Icon} name="trending_up" size="small" />${t('page.advice.next')}</dt><dd>${next}</dd></div></dl><p class="gx-faint gx-small">${source}</p>`
    const nothing = () => html`<p class="gx-faint">${t('page.advice.none')}</p>${mayWrite() && html`<${Button} icon="quiz" label=${t('page.advice.find')} onClick=${find} />`}`
    return () => {
      if (problem.value) return html`<${Failure} problem=${problem.value} retry=${load} />`
      if (!advice.value) return null
      return html`<div class="gx-advice-box"><section>${advice.value.temperament ? type(advice.value.temperament) : nothing()}</section>${advice.value.level && html`<section>${level(advice.value.level)}</section>`}</div>`
    }
  },
}
