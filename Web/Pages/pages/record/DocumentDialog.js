/** Makes a document from a template: of one record, opened, saved or kept with its files; or of all that are chosen, as one file. */
import { html } from '../../parts/html.js'
import { onMounted, reactive } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button, Icon } from '../../parts/elements.js'
import { exactNumber } from '../../parts/format.js'
import { repeatWork } from '../../parts/repeating.js'
import { go } from '../../parts/router.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'

export const DocumentDialog = {
  /** `record`, or `chosen` with `{ filter, q, ids?, count }`. */
  props: { entity: Object, record: Object, chosen: Object },
  emits: ['answer', 'close'],
  setup(props, { emit }) {
    const state = reactive({ templates: null, template: null, isBusy: false, problem: '' })
    onMounted(async () => {
      const filter = { entity: { eq: props.entity.name }, isActive: { eq: true } }
      const answer = await api.get('/document-templates', { filter, sort: 'name', fields: 'name,language', limit: 100 }).catch((problem) => (failed(problem), { data: [] }))
      Object.assign(state, { templates: answer.data, template: answer.data[0]?.id ?? null })
    })
    const address = (inline) => `/api/v1/${props.entity.resource}/${props.record.id}/document?template=${state.template}${inline ? '&inline=true' : ''}`
    const act = async (work, close) => {
      Object.assign(state, { isBusy: true, problem: '' })
      try {
        await work()
        close()
      } catch (problem) {
        state.problem = Object.values(problem.fields ?? {})[0] ?? problem.message
      }
      state.isBusy = false
    }
    const keep = async () => {
      const file = await api.post(`/${props.entity.resource}/${props.record.id}/document?template=${state.template}`)
      done(t('documents.kept', { name: file.name }))
      emit('answer', file)
    }
    const payload = () => {
      const { filter, q, ids } = props.chosen
      return { entity: props.entity.name, template: state.template, filter: ids ? { id: { in: ids } } : filter ?? undefined, q: q || undefined }
    }
    const repeat = () => repeatWork({ name: state.templates.find(({ id }) => id === state.template).name, job: 'letters', payload: payload() })
    const print = async () => {
      await api.post('/jobs', { kind: 'letters', payload: payload() }, { headers: once() })
      done(t('documents.started'), async () => go('/jobs'), t('export.toJobs'))
    }
    const choices = () => html`
      <fieldset class="gx-choices"><legend class="gx-label">${t('documents.template')}</legend>
        ${state.templates.map(({ id, name }) => html`<label key=${id} class="gx-radio"><input type="radio" name="template" checked=${state.template === id} onChange=${() => Object.assign(state, { template: id, problem: '' })} /><span>${name}</span></label>`)}</fieldset>
      ${state.problem && html`<p class="gx-error" role="alert">${state.problem}</p>`}`
    const tools = (close) => (props.record
      ? html`
        <a class="gx-button" href=${address(false)} download><${Icon} name="download" /><span>${t('documents.save')}</span></a>
        <${Button} icon="attach_file" label=${t('documents.keep')} busy=${state.isBusy} onClick=${() => act(keep, close)} />
        <a class="gx-button gx-button-primary" href=${address(true)} target="_blank" rel="noopener"><${Icon} name="open_in_new" /><span>${t('documents.open')}</span></a>`
      : html`
        ${!props.chosen.ids && html`<${Button} icon="event_repeat" label=${t('schedule.make')} onClick=${() => act(repeat, close)} />`}
        <${Button} kind="primary" icon="print" label=${t('documents.makeAll', { count: exactNumber(props.chosen.count) })} busy=${state.isBusy} onClick=${() => act(print, close)} />`)
    return () => html`
      <${Dialog} title=${t('documents.make')} onClose=${() => emit('close')}>${{
        default: () => (state.templates?.length ? choices() : state.templates && html`<p class="gx-prose">${t('documents.noTemplate', { name: props.entity.label })}</p>`),
        foot: ({ close }) => html`<div class="gx-document-tools">${state.template ? tools(close) : html`<${Button} kind="quiet" label=${t('action.close')} onClick=${close} />`}</div>`,
      }}<//>`
  },
}
